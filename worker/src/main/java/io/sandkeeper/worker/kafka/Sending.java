package io.sandkeeper.worker.kafka;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.util.concurrent.CompletableFuture;

/** A producer's two ways to fail, at once or later, as one. */
public final class Sending {
    private Sending() {}

    /**
     * @return completes when the broker has it
     */
    public static <K, V> CompletableFuture<Void> send(
            Producer<K, V> producer, ProducerRecord<K, V> record) {
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
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
        return done;
    }
}
