package io.sandkeeper.client;

import io.sandkeeper.events.Cause;
import io.sandkeeper.events.Desired;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.SandboxId;
import io.sandkeeper.events.SandboxStatus;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionState;
import io.sandkeeper.events.Settings;
import io.sandkeeper.events.Standing;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** Publishes what workers would publish. */
final class Feed implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    static final Cause ASKED = new Cause(Cause.Kind.REQUEST, null, null, null);

    private final KafkaProducer<String, byte[]> producer;

    Feed(String servers) {
        producer =
                new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    void publish(Event event, long sequence) throws Exception {
        var id = new EventId(event.subject() + ":" + sequence);
        send(
                EventCodec.encode(
                        new Envelope<>(id, URI.create("/sandkeeper/worker"), NOW, null, event)));
    }

    void send(ProducerRecord<String, byte[]> record) throws Exception {
        producer.send(record).get();
    }

    static Standing standing(String session, long sequence, SessionState state) {
        return new Standing(
                new SessionId(session),
                1,
                sequence,
                state,
                new SandboxId("sbx-" + session),
                null,
                ASKED);
    }

    static SandboxStatus status(String session, long sequence, SessionState state) {
        return new SandboxStatus(
                standing(session, sequence, state),
                Desired.RUNNING,
                null,
                null,
                Settings.DEFAULT,
                new SandboxStatus.Times(NOW, NOW, null, null, null, null),
                null,
                null);
    }

    static Lifecycle.Killed killed(String session, long sequence) {
        return new Lifecycle.Killed(standing(session, sequence, SessionState.KILLED), NOW);
    }

    @Override
    public void close() {
        producer.close();
    }
}
