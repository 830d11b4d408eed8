package io.sandkeeper.bench.overhead;

import io.sandkeeper.bench.Samples;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/** Sends records at an even pace, and measures how long each answer takes to come. */
final class RoundTrips implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Producer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Predicate<ConsumerRecord<String, byte[]>> isAnswer;
    private final Map<String, Long> sentNanos = new ConcurrentHashMap<>();
    private final Thread reader;
    private volatile Samples samples = new Samples();
    private volatile boolean closing;

    /**
     * @param from where answers are read from, and where each partition ended before
     */
    RoundTrips(
            String servers,
            Producer<String, byte[]> producer,
            Map<TopicPartition, Long> from,
            Predicate<ConsumerRecord<String, byte[]>> isAnswer) {
        this.producer = producer;
        this.isAnswer = isAnswer;
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        this.reader = Thread.ofPlatform().name("answers").daemon().start(this::read);
    }

    private void read() {
        while (!closing) {
            var records = consumer.poll(Duration.ofMillis(100));
            long now = System.nanoTime();
            for (var record : records) {
                if (isAnswer.test(record)) {
                    var sent = sentNanos.remove(record.key());
                    if (sent != null) {
                        samples.add(Duration.ofNanos(now - sent));
                    }
                }
            }
        }
    }

    /** Returns when all answers have come. The keys must be new ones. */
    Samples measure(
            String prefix,
            int count,
            int perSecond,
            Function<String, ProducerRecord<String, byte[]>> record)
            throws IOException {
        samples = new Samples();
        long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            LockSupport.parkNanos(start + i * gap - System.nanoTime());
            var next = record.apply(prefix + i);
            sentNanos.put(prefix + i, System.nanoTime());
            var _ = producer.send(next);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!sentNanos.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(sentNanos.size() + " answers did not come");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return samples;
    }

    @Override
    public void close() {
        closing = true;
        try {
            reader.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
