package io.sandkeeper.worker.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.mongo.MongoSettings;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionStore.UseFold;
import io.sandkeeper.worker.store.SessionStoreContract;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.Written;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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

    Documents documents() {
        return new Documents(mongo());
    }

    @Override
    protected List<String> history(SessionId id) {
        return documents().of(id).getList("history", Document.class).stream()
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
    class A_document extends DocumentContract {
        @Override
        MongoSessionStore store() {
            return MongoSessionStoreContract.this.store();
        }

        @Override
        Documents documents() {
            return MongoSessionStoreContract.this.documents();
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
