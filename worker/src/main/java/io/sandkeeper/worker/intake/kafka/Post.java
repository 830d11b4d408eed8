package io.sandkeeper.worker.intake.kafka;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

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
        var done = new CompletableFuture<Void>();
        try {
            var _ =
                    producer.send(
                            record,
                            (_, failure) -> {
                                if (failure == null) {
                                    done.complete(null);
                                } else {
                                    done.completeExceptionally(failure);
                                }
                            });
        } catch (KafkaException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    @Override
    public void close() {
        producer.close(LAST_WORDS);
    }
}
