package io.sandkeeper.bench.timers;

import io.sandkeeper.bench.Samples;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * When each session was told to be pausing. That is told when the decision and its lease are
 * durable, so it is a little later than both.
 */
final class Pausings {
    private final Map<String, Instant> due;
    private final Map<String, Told> told = new HashMap<>();

    /** When it was decided, and when that was written and told. */
    private record Told(Instant decidedAt, Instant toldAt) {}

    Pausings(Map<String, Instant> due) {
        this.due = Map.copyOf(due);
    }

    /** Reads until all that are due were told, or the time is over. */
    void read(String servers, Map<TopicPartition, Long> from, Instant until) {
        var config = Map.<String, Object>of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        try (var consumer =
                new KafkaConsumer<>(
                        config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            while (told.size() < due.size() && Instant.now().isBefore(until)) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::take);
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (EventCodec.decode(Topic.LIFECYCLE, record) instanceof Decoded.Accepted(var envelope)
                && envelope.data() instanceof Lifecycle.Pausing pausing) {
            told(
                    pausing.standing().sessionId().value(),
                    envelope.time(),
                    Instant.ofEpochMilli(record.timestamp()));
        }
    }

    /** The first time counts: the same may be told twice. */
    void told(String session, Instant decidedAt, Instant toldAt) {
        if (due.containsKey(session)) {
            told.putIfAbsent(session, new Told(decidedAt, toldAt));
        }
    }

    int missing() {
        return due.size() - told.size();
    }

    /** How many were decided before they were due. */
    long early() {
        return told.entrySet().stream()
                .filter(one -> one.getValue().decidedAt().isBefore(dueAt(one.getKey())))
                .count();
    }

    Samples untilDecided() {
        var samples = new Samples();
        told.forEach((id, it) -> samples.add(Duration.between(dueAt(id), it.decidedAt())));
        return samples;
    }

    Samples untilWritten() {
        var samples = new Samples();
        told.forEach((id, it) -> samples.add(Duration.between(dueAt(id), it.toldAt())));
        return samples;
    }

    private Instant dueAt(String session) {
        return Objects.requireNonNull(due.get(session));
    }
}
