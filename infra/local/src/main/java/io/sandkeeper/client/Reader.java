package io.sandkeeper.client;

import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one topic without a consumer group: it disturbs nobody and leaves nothing behind. */
final class Reader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TURN = Duration.ofMillis(250);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;

    /**
     * @param session only its partition is read when one is named
     */
    Reader(String servers, Topic topic, Optional<SessionId> session) {
        consumer =
                new KafkaConsumer<>(
                        settings(servers), new StringDeserializer(), new ByteArrayDeserializer());
        var all = consumer.partitionsFor(topic.topicName(), PATIENCE);
        if (all.isEmpty()) {
            consumer.close();
            throw new Unavailable(
                    servers
                            + " has no topic "
                            + topic.topicName()
                            + "; ./sandkeeper up creates it, also in another Kafka.");
        }
        partitions =
                session.map(id -> List.of(partition(topic, id, all.size())))
                        .orElseGet(
                                () ->
                                        all.stream()
                                                .map(
                                                        p ->
                                                                new TopicPartition(
                                                                        p.topic(), p.partition()))
                                                .toList());
        consumer.assign(partitions);
    }

    private static TopicPartition partition(Topic topic, SessionId session, int partitions) {
        var key = session.value().getBytes(StandardCharsets.UTF_8);
        return new TopicPartition(
                topic.topicName(), BuiltInPartitioner.partitionForKey(key, partitions));
    }

    /** Begins after what is there now. What comes later is seen, however late it is read. */
    void skipToEnd() {
        consumer.endOffsets(partitions, PATIENCE).forEach(consumer::seek);
    }

    void goToBeginning() {
        consumer.seekToBeginning(partitions);
    }

    /** What has come by now, or within a short while. */
    Iterable<ConsumerRecord<String, byte[]>> next() {
        return consumer.poll(TURN);
    }

    /** Reads everything up to what is the end now. */
    void readAll(Consumer<ConsumerRecord<String, byte[]>> each) {
        goToBeginning();
        var ends = consumer.endOffsets(partitions, PATIENCE);
        while (!isAt(ends)) {
            next().forEach(each);
        }
    }

    int partitions() {
        return partitions.size();
    }

    /** How many there are; in a compacted topic some of them are gone already. */
    long records() {
        var ends = consumer.endOffsets(partitions, PATIENCE);
        return consumer.beginningOffsets(partitions, PATIENCE).entrySet().stream()
                .mapToLong(begin -> ends.getOrDefault(begin.getKey(), 0L) - begin.getValue())
                .sum();
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        try {
            return ends.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
        } catch (KafkaException failure) {
            throw new Unavailable("Kafka stopped answering: " + failure.getMessage());
        }
    }

    private static Map<String, Object> settings(String servers) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
