package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.kafka.Sending;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How the intake writes records itself: dead letters, and what it forwards. */
final class Post implements AutoCloseable {
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;

    Post(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Completes when the broker has it: only then may the offset be committed. */
    CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        return Sending.send(producer, record);
    }

    @Override
    public void close() {
        producer.close(LAST_WORDS);
    }
}
