package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.due.Buckets;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.spec.SpecStore;
import io.sandkeeper.worker.store.SessionStore;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The consumers of this worker. */
public final class KafkaIntake implements AutoCloseable {
    private static final int REQUESTS_AT_ONCE = 500;

    /** Large polls pay: the more there is to fold, the fewer the writes. */
    private static final int ACTIVITY_AT_ONCE = 5_000;

    private static final Duration PROMPT = Duration.ofMillis(100);

    private final ConcurrentMessageListenerContainer<String, byte[]> requests;
    private final ConcurrentMessageListenerContainer<String, byte[]> activity;
    private final OwnedBuckets buckets;

    /**
     * @param patience how long a batch may take to be stored before it is read again
     */
    public KafkaIntake(
            String bootstrapServers,
            String group,
            int consumers,
            Duration patience,
            Door door,
            SpecStore specs,
            SessionStore store,
            Understanding understanding,
            Producer<String, byte[]> producer,
            InstantSource clock) {
        this.buckets =
                new OwnedBuckets(() -> producer.partitionsFor(Topic.REQUESTS.topicName()).size());
        var deadLetters = new KafkaDeadLetters(producer);
        var requestsTaken =
                properties(
                        Topic.REQUESTS,
                        group,
                        new RequestsListener(door, specs, understanding, deadLetters, patience));
        requestsTaken.setConsumerRebalanceListener(buckets);
        this.requests = container(bootstrapServers, REQUESTS_AT_ONCE, consumers, requestsTaken);
        this.activity =
                container(
                        bootstrapServers,
                        ACTIVITY_AT_ONCE,
                        1,
                        properties(
                                Topic.ACTIVITY,
                                group + "-activity",
                                new ActivityListener(door, store, deadLetters, clock, patience)));
    }

    private static ContainerProperties properties(Topic topic, String group, Object listener) {
        var properties = new ContainerProperties(topic.topicName());
        properties.setGroupId(group);
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setPollTimeout(PROMPT.toMillis());
        properties.setMessageListener(listener);
        return properties;
    }

    private static ConcurrentMessageListenerContainer<String, byte[]> container(
            String bootstrapServers, int atOnce, int consumers, ContainerProperties properties) {
        var container =
                new ConcurrentMessageListenerContainer<>(
                        new DefaultKafkaConsumerFactory<String, byte[]>(
                                consumer(bootstrapServers, atOnce)),
                        properties);
        container.setConcurrency(consumers);
        container.setCommonErrorHandler(untilTheStoreIsBack());
        return container;
    }

    /**
     * The batch is kept, the consumer is paused and goes on polling: nothing is lost and nobody is
     * thrown out of the group.
     */
    private static DefaultErrorHandler untilTheStoreIsBack() {
        var wait = new ExponentialBackOff(500, 2);
        wait.setMaxInterval(5_000);
        wait.setMaxElapsedTime(Long.MAX_VALUE);
        return new DefaultErrorHandler(wait);
    }

    private static Map<String, Object> consumer(String bootstrapServers, int atOnce) {
        var config = new HashMap<String, Object>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, atOnce);
        config.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        return config;
    }

    public Buckets buckets() {
        return buckets;
    }

    public void start() {
        requests.start();
        activity.start();
    }

    public boolean isRunning() {
        return requests.isRunning() && !requests.getAssignedPartitions().isEmpty();
    }

    @Override
    public void close() {
        activity.stop();
        requests.stop();
    }
}
