package io.sandkeeper.worker.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.Transition;
import io.sandkeeper.worker.store.Written;

import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sessions as documents: what cannot be read, what a newer release wrote, and how large they are.
 */
abstract class DocumentContract {
    private static final Instant NOW = Sessions.NOW;

    abstract MongoSessionStore store();

    abstract Documents documents();

    private Session stored(SessionWrite write) {
        assertThat(store().write(List.of(write))).isEqualTo(Written.ALL);
        return store().load(List.of(write.id())).sessions().getFirst();
    }

    @Test
    void that_cannot_be_read_is_told_and_fails_nobody_else() {
        var good = stored(Sessions.touch(Sessions.fresh("good")));
        var novel = stored(Sessions.touch(Sessions.fresh("novel")));
        var broken = stored(Sessions.touch(Sessions.fresh("broken")));
        var blank = stored(Sessions.touch(Sessions.fresh("blank")));
        documents().damage(novel, Document.parse("{$set: {'state.name': 'DREAMING'}}"));
        documents().damage(broken, Document.parse("{$unset: {profile: 1}}"));
        documents().damage(blank, Document.parse("{$set: {'ledger.eventIds': [' ']}}"));

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
        documents().damage(first, Document.parse("{$set: {desired: 'FAME'}}"));
        documents().damage(second, Document.parse("{$set: {desired: 7}}"));

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
        documents().damage(bad, Document.parse("{$set: {'outbox.0.data': 7}}"));

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
        documents()
                .damage(
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
                .isEqualTo(new Written(Set.of(), Map.of(fresh.id(), Written.Refusal.MALFORMED)));
        assertThat(documents().of(new SessionId("s-2"))).containsEntry("version", 1L);
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
            var write = new SessionWrite(session, session, List.of(), List.of(), Optional.of(NOW));
            var bulk = new Bulk(documents().mongo(), documents().mongo().collection("none"));
            if (Fit.of(write, Duration.ofDays(30), bulk).isPresent()) {
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
                        documents()
                                .mongo()
                                .collection(MongoSessionStore.COLLECTION)
                                .withDocumentClass(RawBsonDocument.class)
                                .find(new Document("_id", id.value()))
                                .first())
                .getByteBuffer()
                .remaining();
    }
}
