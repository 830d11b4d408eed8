package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.intake.Activity;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionStore;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.support.Acknowledgment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes a poll's activity in, as one write for each session that was used. */
final class ActivityListener implements BatchAcknowledgingMessageListener<String, byte[]> {
    private final Door door;
    private final SessionStore store;
    private final KafkaDeadLetters deadLetters;
    private final InstantSource clock;
    private final Duration patience;

    ActivityListener(
            Door door,
            SessionStore store,
            KafkaDeadLetters deadLetters,
            InstantSource clock,
            Duration patience) {
        this.door = door;
        this.store = store;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<String, byte[]>> records, @Nullable Acknowledgment acknowledgment) {
        var pending = new ArrayList<CompletableFuture<Void>>();
        var activity = new Activity(store, clock.instant());
        for (var record : records) {
            switch (EventCodec.decode(Topic.ACTIVITY, record)) {
                case Decoded.Accepted(var envelope)
                        when envelope.data() instanceof SandboxUse use ->
                        activity.add(envelope, use, Instant.ofEpochMilli(record.timestamp()));
                case Decoded.Accepted _ ->
                        pending.add(deadLetters.bury(record, RequestsListener.UNEXPECTED));
                case Decoded.Rejected(var rejection) ->
                        pending.add(deadLetters.bury(record, rejection));
            }
        }
        activity.write()
                .forEach((id, origin) -> pending.add(door.pass(id, new Signal.Used(origin))));
        RequestsListener.await(pending, patience);
        if (acknowledgment != null) {
            acknowledgment.acknowledge();
        }
    }
}
