package io.sandkeeper.worker.intake.kafka;

import static org.apache.kafka.clients.consumer.ConsumerConfig.*;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.HashMap;
import java.util.Map;

/** How the intake's clients are set up. */
final class Clients {
    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * KIBIBYTE;

    private Clients() {}

    /**
     * A partition's share of a fetch is small, so that a storm on one key comes in slices between
     * which the other partitions have their turn; a record larger than that comes alone. What one
     * answer brings is bounded, and with it the memory.
     */
    static Map<String, Object> requests(Map<String, Object> client) {
        var config = consumer(client);
        config.put(MAX_POLL_RECORDS_CONFIG, 500);
        config.put(MAX_PARTITION_FETCH_BYTES_CONFIG, 256 * KIBIBYTE);
        config.put(FETCH_MAX_BYTES_CONFIG, 8 * MEBIBYTE);
        return config;
    }

    /**
     * Large polls pay: the more there is to fold, the fewer the writes. So the broker waits a
     * little for more, but not so long that somebody who comes back to a paused sandbox notices: a
     * session is written ten times a second at most, however much it is used.
     */
    static Map<String, Object> activity(Map<String, Object> client) {
        var config = consumer(client);
        config.put(MAX_POLL_RECORDS_CONFIG, 20_000);
        config.put(FETCH_MIN_BYTES_CONFIG, MEBIBYTE);
        config.put(FETCH_MAX_WAIT_MS_CONFIG, 100);
        config.put(FETCH_MAX_BYTES_CONFIG, 8 * MEBIBYTE);
        return config;
    }

    /** Small events, seldom many; when there is a flood of them, it is taken in large polls. */
    static Map<String, Object> health(Map<String, Object> client) {
        var config = consumer(client);
        config.put(MAX_POLL_RECORDS_CONFIG, 5_000);
        config.put(FETCH_MAX_BYTES_CONFIG, 8 * MEBIBYTE);
        return config;
    }

    private static Map<String, Object> consumer(Map<String, Object> client) {
        var config = new HashMap<String, Object>();
        // A topic that grew is read from its new partitions after this at the latest.
        config.put(METADATA_MAX_AGE_CONFIG, 30_000);
        // A worker that died or froze leaves its partitions to the others after this.
        config.put(SESSION_TIMEOUT_MS_CONFIG, 10_000);
        config.putAll(client);
        config.put(KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return config;
    }

    /**
     * Gives up before a batch's patience ends: the batch is tried again as a whole, and events that
     * were forwarded twice are recognised by their ids.
     */
    static Producer<byte[], byte[]> producer(Map<String, Object> client) {
        var config = new HashMap<>(client);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 3 * MEBIBYTE);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static Admin admin(Map<String, Object> client) {
        var config = new HashMap<>(client);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return Admin.create(config);
    }

    static KafkaClientMetrics metered(Producer<?, ?> producer, MeterRegistry meters) {
        var metrics = new KafkaClientMetrics(producer);
        metrics.bindTo(meters);
        return metrics;
    }
}
