package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Actor;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Environment;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.Framework;
import io.sandkeeper.events.HealthSignal;
import io.sandkeeper.events.Launch;
import io.sandkeeper.events.Owner;
import io.sandkeeper.events.ProjectId;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.SandboxId;
import io.sandkeeper.events.SandboxRequested;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionRequest;
import io.sandkeeper.events.Settings;
import io.sandkeeper.events.UserId;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.store.Bucket;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Events as upstream services send them. */
final class Events {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private Events() {}

    static ProducerRecord<byte[], byte[]> pause(String session, String event) {
        return record(
                event,
                new SessionRequest.PauseRequested(
                        new SessionId(session), new RequestId("r-" + event), null, null));
    }

    static ProducerRecord<byte[], byte[]> requested(String session, String event) {
        return record(
                event,
                new SandboxRequested(
                        new SessionId(session),
                        new RequestId("r-" + event),
                        new Owner(new ProjectId("p-1"), new UserId("u-1"), null),
                        new Framework("node"),
                        null,
                        Settings.DEFAULT,
                        new Launch(null, new Environment(Map.of("FOR", session)), null),
                        Map.of()));
    }

    static ProducerRecord<byte[], byte[]> usedSandbox(String sandbox, String event) {
        return record(event, new SandboxUse.Activity(null, new SandboxId(sandbox), null));
    }

    static ProducerRecord<byte[], byte[]> checkRequested(String session, String event) {
        return record(
                event,
                new HealthSignal.HealthCheckRequested(
                        new SessionId(session),
                        new RequestId("r-" + event),
                        new Actor("u-1"),
                        "it looks odd"));
    }

    static ProducerRecord<byte[], byte[]> observed(
            String session, HealthSignal.Outcome outcome, String event) {
        return record(
                event,
                new HealthSignal.HealthObserved(
                        new SessionId(session),
                        new SandboxId("box-" + session),
                        3,
                        HealthSignal.Observer.UI,
                        outcome,
                        outcome == HealthSignal.Outcome.HTTP_STATUS ? 502 : null,
                        null));
    }

    static Envelope<SandboxUse> use(SandboxUse use, String event, Instant at) {
        return new Envelope<>(new EventId(event), URI.create("/test"), at, null, use);
    }

    private static ProducerRecord<byte[], byte[]> record(String event, Event data) {
        var encoded =
                EventCodec.encode(
                        new Envelope<>(
                                new EventId(event),
                                URI.create("/test"),
                                Instant.now(),
                                null,
                                data));
        return new ProducerRecord<>(
                encoded.topic(),
                null,
                null,
                encoded.key().getBytes(StandardCharsets.UTF_8),
                encoded.value(),
                encoded.headers());
    }

    /** As another partitioner would have sent it. */
    static ProducerRecord<byte[], byte[]> to(
            int partition, byte @Nullable [] key, ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                record.topic(), partition, null, key, record.value(), record.headers());
    }

    /** As a consumer reads it. */
    static ConsumerRecord<byte[], byte[]> at(
            int partition, long offset, ProducerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                partition,
                offset,
                NOW.toEpochMilli(),
                TimestampType.CREATE_TIME,
                record.key() == null ? 0 : record.key().length,
                record.value() == null ? 0 : record.value().length,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    static int place(String session, int partitions) {
        return Bucket.partitionOf(new io.sandkeeper.worker.session.SessionId(session), partitions);
    }

    /** A session whose place is this partition. */
    static String sessionOn(int partition, int partitions, String prefix) {
        for (int n = 0; ; n++) {
            if (place(prefix + n, partitions) == partition) {
                return prefix + n;
            }
        }
    }
}
