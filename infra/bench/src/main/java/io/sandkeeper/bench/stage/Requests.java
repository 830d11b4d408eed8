package io.sandkeeper.bench.stage;

import io.sandkeeper.events.AutoPause;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.Framework;
import io.sandkeeper.events.Launch;
import io.sandkeeper.events.Owner;
import io.sandkeeper.events.ProjectId;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.SandboxRequested;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionRequest;
import io.sandkeeper.events.Settings;
import io.sandkeeper.events.UserId;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.producer.ProducerRecord;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Events as an upstream service publishes them. */
public final class Requests {
    private static final URI SOURCE = URI.create("/sandkeeper/bench");

    private Requests() {}

    public static ProducerRecord<String, byte[]> sandbox(String session) {
        return record(
                new SandboxRequested(
                        new SessionId(session),
                        new RequestId(UUID.randomUUID().toString()),
                        new Owner(new ProjectId("bench"), new UserId("bench"), null),
                        new Framework("base"),
                        null,
                        Settings.DEFAULT,
                        Launch.NOTHING,
                        Map.of()));
    }

    /** The number comes back in the event that tells of the change. */
    public static ProducerRecord<String, byte[]> change(String session, int number) {
        return record(
                new SessionRequest.SettingsChangeRequested(
                        new SessionId(session),
                        new RequestId(UUID.randomUUID().toString()),
                        null,
                        null,
                        new SessionRequest.Changes(
                                AutoPause.after(Duration.ofMinutes(60 + number)),
                                null,
                                null,
                                null,
                                null)));
    }

    private static ProducerRecord<String, byte[]> record(Event event) {
        var id = new EventId(UUID.randomUUID().toString());
        return EventCodec.encode(new Envelope<>(id, SOURCE, Instant.now(), null, event));
    }
}
