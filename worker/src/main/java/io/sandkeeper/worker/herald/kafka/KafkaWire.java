package io.sandkeeper.worker.herald.kafka;

import io.sandkeeper.worker.kafka.Sending;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.util.concurrent.CompletableFuture;

/** Sends publications to the broker. */
final class KafkaWire implements Wire {
    private final Producer<String, byte[]> producer;

    KafkaWire(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public CompletableFuture<Void> send(SessionId session, Publication publication) {
        try {
            var event = send(Records.event(session, publication));
            return Records.status(session, publication)
                    .map(status -> CompletableFuture.allOf(event, send(status)))
                    .orElse(event);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> bury(SessionId session) {
        return send(Records.tombstone(session));
    }

    CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        return Sending.send(producer, record);
    }
}
