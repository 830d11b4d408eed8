package io.sandkeeper.worker.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.InsertOneModel;

import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.session.Asked;
import io.sandkeeper.worker.session.Care;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Desired;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Ledger;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Tally;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.Transition;

import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator sees of a session. */
class SessionDocumentTest {
    @Test
    void is_written_for_a_person_to_read() {
        var session = session();
        var paused = new Transition(State.Name.PAUSED, Sessions.NOW, Sessions.because("not used"));
        var write =
                new SessionWrite(
                        session,
                        session,
                        List.of(Sessions.publication(7, Sessions.NOW, 3)),
                        List.of(paused),
                        Optional.of(Sessions.NOW.plusSeconds(60)));

        var model = new Attempt(write, Duration.ofDays(30)).model();

        assertThat(json(((InsertOneModel<Document>) model).getDocument())).isEqualTo(golden());
    }

    private static Session session() {
        var id = new SessionId("s-1");
        var now = Sessions.NOW;
        return new Session(
                id,
                new Owner("p-1", "u-1", Optional.of("f-1")),
                new Profile(
                        "next",
                        Optional.of("eu"),
                        5,
                        Duration.ofMinutes(10),
                        Wake.ON_ACTIVITY,
                        Optional.of(3000),
                        new SpecId("s-1/e-1")),
                Desired.PAUSED,
                new State.Pausing(now, Sessions.sandbox("box-2"), Sessions.because("not used")),
                2,
                List.of(
                        new Condemned(
                                new Incarnation(id, 1),
                                Optional.of(new SandboxId("box-1")),
                                now,
                                now.plusSeconds(2),
                                1,
                                0)),
                Optional.of(
                        new Operation(
                                Operation.Kind.PAUSE,
                                2,
                                1,
                                1,
                                0,
                                false,
                                2,
                                now,
                                Optional.of(new Operation.Lease("w-1#1", now)))),
                new Use(now.minusSeconds(600), now.minusSeconds(300)),
                new Ledger(
                        7,
                        Optional.of(new Asked(new RequestId("r-1"), "sandbox.requested")),
                        List.of(new EventId("e-1")),
                        List.of(new RequestId("r-1")),
                        Map.of("sandkeeper.requests", 41L)),
                new Tally(Duration.ofSeconds(90), 2_500),
                Care.NONE,
                now.minusSeconds(900),
                now,
                0);
    }

    private static String json(Document document) {
        document.remove(Attempt.MARKS);
        var shell = JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).indent(true).build();
        return document.toJson(shell, Mongo.CODECS.get(Document.class)) + "\n";
    }

    private static String golden() {
        try (var golden = SessionDocumentTest.class.getResourceAsStream("/session-document.json")) {
            return golden == null
                    ? "no golden file"
                    : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
