package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.due.Buckets;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.spec.SpecStore;

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
import java.util.HashMap;
import java.util.Map;

/** The consumers of this worker. */
public final class KafkaIntake implements AutoCloseable {
    private static final Duration PROMPT = Duration.ofMillis(100);

    private final ConcurrentMessageListenerContainer<String, byte[]> requests;
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
            Understanding understanding,
            Producer<String, byte[]> producer) {
        this.buckets =
                new OwnedBuckets(() -> producer.partitionsFor(Topic.REQUESTS.topicName()).size());
        var deadLetters = new KafkaDeadLetters(producer);
        var properties = new ContainerProperties(Topic.REQUESTS.topicName());
        properties.setGroupId(group);
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setPollTimeout(PROMPT.toMillis());
        properties.setConsumerRebalanceListener(buckets);
        properties.setMessageListener(
                new RequestsListener(door, specs, understanding, deadLetters, patience));
        this.requests =
                new ConcurrentMessageListenerContainer<>(
                        new DefaultKafkaConsumerFactory<>(consumer(bootstrapServers)), properties);
        requests.setBeanName("requests");
        requests.setConcurrency(consumers);
        requests.setCommonErrorHandler(untilTheStoreIsBack());
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

    private static Map<String, Object> consumer(String bootstrapServers) {
        var config = new HashMap<String, Object>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
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
    }

    public boolean isRunning() {
        return requests.isRunning() && !requests.getAssignedPartitions().isEmpty();
    }

    @Override
    public void close() {
        requests.stop();
    }
}
