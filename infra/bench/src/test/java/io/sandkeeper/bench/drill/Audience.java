package io.sandkeeper.bench.drill;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.SandboxStatus;
import io.sandkeeper.events.SessionId;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Whoever listens to Sandkeeper: one consumer, from the first record on, without a group. */
final class Audience implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(100);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<SessionId, History> histories = new ConcurrentHashMap<>();
    private final Map<SessionId, SandboxStatus> statuses = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> heardUpTo = new ConcurrentHashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    Audience(String bootstrapServers) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        var partitions =
                Stream.of(Topic.LIFECYCLE, Topic.STATUS, Topic.DEAD_LETTER)
                        .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                        .map(one -> new TopicPartition(one.topic(), one.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = Thread.ofPlatform().name("audience").daemon().start(this::listen);
    }

    private void listen() {
        try (consumer) {
            while (!closing) {
                consumer.poll(TURN).forEach(this::hear);
            }
        } catch (RuntimeException failure) {
            complaints.add("the audience itself failed: " + failure);
        }
    }

    private void hear(ConsumerRecord<String, byte[]> record) {
        var topic = Topic.named(record.topic()).orElseThrow();
        if (topic == Topic.DEAD_LETTER) {
            complaints.add("a dead letter: " + record.key() + " " + record.headers());
        } else {
            switch (EventCodec.decode(topic, record)) {
                case Decoded.Accepted(var envelope)
                        when envelope.data() instanceof Lifecycle event ->
                        history(event.standing().sessionId()).hear(event);
                case Decoded.Accepted(var envelope)
                        when envelope.data() instanceof SandboxStatus status ->
                        statuses.put(status.standing().sessionId(), status);
                case Decoded.Accepted(var envelope) ->
                        complaints.add("in " + topic + " there is a " + envelope.type());
                case Decoded.Rejected(var rejection) ->
                        complaints.add("in " + topic + " there is no event: " + rejection);
            }
        }
        heardUpTo.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }

    private History history(SessionId session) {
        return histories.computeIfAbsent(session, _ -> new History());
    }

    long count(SessionId session, EventType type) {
        return history(session).count(type);
    }

    History told(SessionId session) {
        return history(session);
    }

    /** The last record of the session in the compacted topic. */
    Optional<SandboxStatus> status(SessionId session) {
        return Optional.ofNullable(statuses.get(session));
    }

    boolean hasHeard(TopicPartition partition, long end) {
        return heardUpTo.getOrDefault(partition, 0L) >= end;
    }

    /** Dead letters, and what is no event. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
