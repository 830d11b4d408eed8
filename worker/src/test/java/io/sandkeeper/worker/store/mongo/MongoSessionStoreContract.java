package io.sandkeeper.worker.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionStore.UseFold;
import io.sandkeeper.worker.store.SessionStoreContract;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.Transition;
import io.sandkeeper.worker.store.Written;

import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The contract, and what a store in MongoDB promises beside it. */
abstract class MongoSessionStoreContract extends SessionStoreContract {
    private static final Instant NOW = Sessions.NOW;

    private String database = "";
    private @Nullable Mongo mongo;
    private @Nullable MongoSessionStore store;

    protected abstract String uri();

    @Override
    protected SessionStore empty() {
        database = "test-" + UUID.randomUUID();
        mongo = Mongo.connect(MongoSettings.at(uri()).withDatabase(database));
        store = new MongoSessionStore(mongo, RETENTION);
        store.prepare();
        return store;
    }

    @AfterEach
    void drop() {
        mongo().collection(MongoSessionStore.COLLECTION).drop();
        mongo().close();
    }

    MongoSettings settings(String uri) {
        return MongoSettings.at(uri).withDatabase(database);
    }

    Mongo mongo() {
        return Objects.requireNonNull(mongo);
    }

    @Override
    protected MongoSessionStore store() {
        return Objects.requireNonNull(store);
    }

    Document raw(SessionId id) {
        return Objects.requireNonNull(
                mongo().collection(MongoSessionStore.COLLECTION).find(byId(id)).first());
    }

    private static Document byId(SessionId id) {
        return new Document("_id", id.value());
    }

    void damage(Session session, Document update) {
        mongo().collection(MongoSessionStore.COLLECTION).updateOne(byId(session.id()), update);
    }

    @Override
    protected List<String> history(SessionId id) {
        return raw(id).getList("history", Document.class).stream()
                .map(
                        one ->
                                one.getString("state")
                                        + " "
                                        + one.get("cause", Document.class).getString("evidence"))
                .toList();
    }

    @Nested
    class Preparing {
        @Test
        void can_be_done_again() {
            store().prepare();

            var names =
                    mongo().collection(MongoSessionStore.COLLECTION)
                            .listIndexes()
                            .map(index -> index.getString("name"))
                            .into(new ArrayList<>());
            assertThat(names)
                    .contains(
                            "project",
                            "user",
                            "stateById",
                            "sandbox",
                            "lease",
                            "due",
                            "outbox",
                            "forget");
        }
    }

    @Nested
    class A_document {
        @Test
        void that_cannot_be_read_is_told_and_fails_nobody_else() {
            var good = stored(Sessions.touch(Sessions.fresh("good")));
            var novel = stored(Sessions.touch(Sessions.fresh("novel")));
            var broken = stored(Sessions.touch(Sessions.fresh("broken")));
            var blank = stored(Sessions.touch(Sessions.fresh("blank")));
            damage(novel, Document.parse("{$set: {'state.name': 'DREAMING'}}"));
            damage(broken, Document.parse("{$unset: {profile: 1}}"));
            damage(blank, Document.parse("{$set: {'ledger.eventIds': [' ']}}"));

            var found = store().load(List.of(good.id(), novel.id(), broken.id(), blank.id()));

            assertThat(found.sessions()).containsExactly(good);
            assertThat(found.unreadable())
                    .containsOnlyKeys(novel.id(), broken.id(), blank.id())
                    .containsEntry(novel.id(), "name has an unknown word")
                    .containsEntry(broken.id(), "profile is missing");
        }

        @Test
        void that_cannot_be_read_does_not_hide_what_is_due_behind_it() {
            var first = stored(Sessions.due(Sessions.fresh("first"), NOW.minusSeconds(9)));
            var second = stored(Sessions.due(Sessions.fresh("second"), NOW.minusSeconds(8)));
            var third = stored(Sessions.due(Sessions.fresh("third"), NOW));
            damage(first, Document.parse("{$set: {desired: 'FAME'}}"));
            damage(second, Document.parse("{$set: {desired: 7}}"));

            var due =
                    store().due(
                                    Set.of(
                                            0,
                                            Bucket.of(first.id()),
                                            Bucket.of(second.id()),
                                            Bucket.of(third.id())),
                                    NOW,
                                    1);

            assertThat(due.sessions()).containsExactly(third);
            assertThat(due.unreadable()).containsOnlyKeys(first.id(), second.id());
        }

        @Test
        void whose_outbox_cannot_be_read_does_not_hide_the_others() {
            var bad = stored(Sessions.telling(Sessions.fresh("bad"), NOW, 1, 1));
            var good = stored(Sessions.telling(Sessions.fresh("good"), NOW, 1, 1));
            damage(bad, Document.parse("{$set: {'outbox.0.data': 7}}"));

            var waiting =
                    store().unpublished(
                                    Set.of(Bucket.of(bad.id()), Bucket.of(good.id())),
                                    NOW.plusSeconds(1),
                                    10);

            assertThat(waiting).hasSize(1).allMatch(one -> one.session().equals(good.id()));
        }

        @Test
        void may_have_fields_of_a_newer_release() {
            var session = stored(Sessions.touch(Sessions.fresh("s-1")));
            damage(
                    session,
                    Document.parse(
                            "{$set: {novel: 1, 'state.novel': 2, 'profile.novel': [3],"
                                    + " 'ledger.novel': 4, 'use.novel': 5,"
                                    + " 'incarnations.0.novel': 6}}"));

            assertThat(store().load(List.of(session.id())).sessions()).containsExactly(session);
        }

        @Test
        void that_makes_no_sense_is_refused_alone() {
            var fresh = Sessions.fresh("s-1");
            var stranger = condemned(new SessionId("other"), 1);
            var strange = Records.with(fresh, "condemned", List.of(stranger));

            var written =
                    store().write(
                                    List.of(
                                            Sessions.touch(strange),
                                            Sessions.touch(Sessions.fresh("s-2"))));

            assertThat(written)
                    .isEqualTo(
                            new Written(Set.of(), Map.of(fresh.id(), Written.Refusal.MALFORMED)));
            assertThat(raw(new SessionId("s-2"))).containsEntry("version", 1L);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 10, 4_000})
        void stays_below_256_KiB_whatever_is_put_into_it(int length) {
            var id = "漢".repeat(80);
            var session = filled(Sessions.fresh(id));
            var one = Sessions.publication(1, NOW, length);
            var many = SessionStore.OUTBOX_BYTES / Publication.size(List.of(one));
            var told = Collections.nCopies(many, one);
            var history = Collections.nCopies(60, wordy());

            var read = stored(new SessionWrite(session, session, told, history, Optional.of(NOW)));
            for (var i = 0; i < 10; i++) {
                read = stored(new SessionWrite(read, read, List.of(), history, Optional.of(NOW)));
            }

            assertThat(size(read.id())).isBetween(180 * 1024, 256 * 1024);
        }

        @Test
        void has_room_for_all_that_decisions_keep() {
            var name = "n".repeat(200);
            var session = Sessions.fresh(name);
            var ledger = session.ledger();
            ledger = Records.with(ledger, "events", list(64, n -> new EventId(name + n)));
            ledger = Records.with(ledger, "requests", list(16, n -> new RequestId(name + n)));
            var consumed = new HashMap<String, Long>();
            list(8, n -> name + n).forEach(topic -> consumed.put(topic, Long.MAX_VALUE));
            ledger = Records.with(ledger, "consumed", consumed);
            session = Records.with(session, "ledger", ledger);
            session =
                    Records.with(
                            session, "condemned", list(50, n -> condemned(new SessionId(name), n)));

            stored(Sessions.touch(session));
        }

        /** As large as a session may be: one character more and it is refused. */
        private Session filled(Session fresh) {
            var spare = SessionStore.SESSION_BYTES;
            while (true) {
                var cause = Sessions.because("x".repeat(spare));
                var sandbox = fresh.state().current().orElseThrow();
                var session = Sessions.to(fresh, new State.Pausing(NOW, sandbox, cause));
                var write =
                        new SessionWrite(session, session, List.of(), List.of(), Optional.of(NOW));
                var bulk = new Bulk(mongo(), mongo().collection("none"));
                if (Fit.of(write, RETENTION, bulk).isPresent()) {
                    return session;
                }
                spare--;
            }
        }

        private Transition wordy() {
            var word = "漢".repeat(2_000);
            var cause = Records.with(Sessions.because(word), "actor", word);
            var event = Optional.of(new EventId("漢".repeat(60)));
            return new Transition(State.Name.RECREATING, NOW, Records.with(cause, "event", event));
        }

        private Condemned condemned(SessionId id, int n) {
            return new Condemned(
                    new Incarnation(id, n),
                    Optional.of(new SandboxId("sandbox-of-a-certain-length-" + n)),
                    NOW,
                    NOW,
                    n,
                    n);
        }

        private <T> List<T> list(int count, IntFunction<T> item) {
            return IntStream.range(0, count).mapToObj(item).toList();
        }

        private int size(SessionId id) {
            return Objects.requireNonNull(
                            mongo().collection(MongoSessionStore.COLLECTION)
                                    .withDocumentClass(RawBsonDocument.class)
                                    .find(byId(id))
                                    .first())
                    .getByteBuffer()
                    .remaining();
        }
    }

    @Nested
    class Every_access {
        private static final int MANY = 600;
        private final Explained explained = new Explained();

        @BeforeEach
        void fill() {
            var writes = new ArrayList<SessionWrite>();
            for (var i = 0; i < MANY; i++) {
                var fresh = Sessions.fresh("s-" + i);
                var told = List.of(Sessions.publication(1, NOW.minusSeconds(i), 10));
                var due = Optional.of(NOW.minusSeconds(i));
                writes.add(new SessionWrite(fresh, fresh, told, List.of(), due));
            }
            assertThat(store().write(writes)).isEqualTo(Written.ALL);
        }

        private static Map<String, Access> accesses() {
            var id = new SessionId("s-1");
            var read = Sessions.version(Sessions.fresh("s-1"), 1);
            var all = IntStream.range(0, Bucket.COUNT).boxed().collect(toSet());
            return Map.ofEntries(
                    entry("due", store -> store.due(all, NOW, 10)),
                    entry("outbox", store -> store.unpublished(all, NOW, 10)),
                    entry("sandbox", store -> store.bySandbox(List.of("box-s-1"))),
                    entry("lease", store -> store.leasedBy("w-1", 10)),
                    entry("queue", store -> store.waiting("lane", 0, 10)),
                    entry("queue to count", store -> store.countWaiting("lane")),
                    entry("holding", store -> store.countHolding(Optional.of("nowhere"))),
                    entry("forget", store -> store.forgettable(NOW, 10)),
                    entry("_id_", store -> store.load(List.of(id))),
                    entry("_id_ to write", store -> store.write(List.of(pausing(read)))),
                    entry(
                            "_id_ to move its use",
                            store -> store.used(Map.of(id, new UseFold(NOW, NOW)))),
                    entry("_id_ to trim", store -> store.published(Map.of(id, 1L))),
                    entry("_id_ to forget", store -> store.forget(List.of(id), NOW)));
        }

        private static Map.Entry<String, Access> entry(String name, Access access) {
            return Map.entry(name, access);
        }

        @ParameterizedTest
        @MethodSource("names")
        void is_served_by_an_index_and_stops_at_its_limit(String name) {
            try (var heard = Mongo.connect(settings(uri()), explained)) {
                var access = Objects.requireNonNull(accesses().get(name));
                access.on(new MongoSessionStore(heard, RETENTION));
            }

            var plans = explained.plans(uri(), database);

            assertThat(plans).isNotEmpty();
            assertThat(plans).allMatch(plan -> !plan.stages().contains("COLLSCAN"));
            assertThat(plans).allMatch(plan -> !plan.stages().contains("SORT"));
            assertThat(plans).allMatch(plan -> plan.documents() <= 10);
            var index = name.split(" ", 2)[0];
            assertThat(plans).anyMatch(plan -> uses(plan, index));
        }

        static Set<String> names() {
            return accesses().keySet();
        }

        @ParameterizedTest
        @CsvSource({"owner.project, project", "owner.user, user", "state.name, stateById"})
        void of_others_is_served_by_an_index(String field, String index) {
            try (var heard = Mongo.connect(settings(uri()), explained)) {
                heard.collection(MongoSessionStore.COLLECTION)
                        .find(new Document(field, "nobody's"))
                        .first();
            }

            assertThat(explained.plans(uri(), database))
                    .hasSize(1)
                    .allMatch(plan -> uses(plan, index));
        }

        /** Newer servers have words of their own for looking a document up by its id. */
        private static boolean uses(Explained.Plan plan, String index) {
            return plan.stages().stream()
                    .anyMatch(
                            stage ->
                                    stage.equals("IXSCAN " + index)
                                            || (index.equals("_id_")
                                                    && (stage.startsWith("IDHACK")
                                                            || stage.startsWith("EXPRESS"))));
        }

        private static SessionWrite pausing(Session read) {
            var sandbox = read.state().current().orElseThrow();
            var pausing = new State.Pausing(NOW, sandbox, Sessions.because("idle"));
            return Sessions.write(read, Sessions.to(read, pausing));
        }

        private interface Access {
            void on(MongoSessionStore store);
        }
    }
}
