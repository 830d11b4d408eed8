package io.sandkeeper.worker;

import io.sandkeeper.worker.settings.KafkaSettings;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.util.HashMap;
import java.util.Map;

/** How this worker produces. */
final class Producers {
    private static final int MEBIBYTE = 1024 * 1024;

    private Producers() {}

    /**
     * Idempotent and acknowledged by all. What it gives up on is still in an outbox, and comes
     * again from there before anything that follows it; so it need not wait for ever for a broker
     * that answers but never takes a batch.
     */
    static Producer<String, byte[]> durable(KafkaSettings kafka, String worker) {
        var config = common(kafka, worker);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 3 * MEBIBYTE);
        return producer(config);
    }

    /** For what is worth nothing when it is old: it gives up soon, and takes little memory. */
    static Producer<String, byte[]> fleeting(KafkaSettings kafka, String worker) {
        var config = common(kafka, worker);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * MEBIBYTE);
        return producer(config);
    }

    private static Map<String, Object> common(KafkaSettings kafka, String worker) {
        var config = new HashMap<String, Object>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        // What comes while a request is under way goes together with the next one: nobody waits for
        // more.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // With more, a first record that a restarting broker refuses is overtaken by the next one,
        // and is then out of sequence for as long as it is tried.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, kafka.compression().word());
        config.put(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, WorkerStamp.class.getName());
        config.put(WorkerStamp.WORKER, worker);
        return config;
    }

    private static Producer<String, byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }
}
