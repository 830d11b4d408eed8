package io.sandkeeper.worker.retention.kafka;

import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.retention.Tombstones;
import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.util.concurrent.CompletableFuture;

/** A record without a value: compaction then removes what the topic has of the session. */
public final class KafkaTombstones implements Tombstones {
    private final Producer<String, byte[]> producer;

    /**
     * @param producer the one that tells the sessions' states: a tombstone stays behind them
     */
    public KafkaTombstones(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public CompletableFuture<Void> bury(SessionId session) {
        var done = new CompletableFuture<Void>();
        try {
            var _ =
                    producer.send(
                            new ProducerRecord<>(Topic.STATUS.topicName(), session.value(), null),
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
