package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.events.codec.Rejection;
import io.sandkeeper.events.codec.Rule;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.support.Acknowledgment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Takes a poll's records in, and commits when all of them are durable. Nothing slow is done in
 * here: what an event leads to is done afterwards. What is not valid is buried, and holds up
 * nothing.
 */
final class Listener implements BatchAcknowledgingMessageListener<byte[], byte[]> {
    private static final Rejection UNEXPECTED =
            new Rejection(
                    "",
                    Rule.WRONG_TOPIC,
                    "this event does not belong here",
                    "send it to its own topic");

    private final Topic topic;
    private final Taker taker;
    private final DeadLetters deadLetters;
    private final IntakeMeters meters;
    private final Duration patience;
    private final InstantSource clock;

    /**
     * @param patience how long a batch may take; then it is tried again, when the store is back
     */
    Listener(
            Topic topic,
            Taker taker,
            DeadLetters deadLetters,
            IntakeMeters meters,
            Duration patience,
            InstantSource clock) {
        this.topic = topic;
        this.taker = taker;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.patience = patience;
        this.clock = clock;
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> records, @Nullable Acknowledgment acknowledgment) {
        var pending = new Pending(patience);
        for (var portion : Portions.of(records)) {
            take(portion, pending);
        }
        if (acknowledgment != null) {
            acknowledgment.acknowledge();
        }
        records.stream()
                .mapToLong(ConsumerRecord::timestamp)
                .min()
                .ifPresent(oldest -> meters.delay(topic, age(oldest)));
    }

    private Duration age(long timestamp) {
        return Duration.between(Instant.ofEpochMilli(timestamp), clock.instant());
    }

    private void take(List<ConsumerRecord<byte[], byte[]>> portion, Pending pending) {
        var batch = taker.begin(portion, pending);
        for (var record : portion) {
            switch (EventCodec.decode(topic, record.headers(), record.value())) {
                case Decoded.Accepted(var envelope) -> add(batch, record, envelope, pending);
                case Decoded.Rejected(var rejection) ->
                        pending.add(deadLetters.bury(topic, record, rejection));
            }
        }
        batch.take();
        pending.await();
    }

    /**
     * A record that a bug of ours cannot take does not hold up the others: it is kept for a person
     * to look at.
     */
    private void add(
            Taker.Batch batch,
            ConsumerRecord<byte[], byte[]> record,
            Envelope<? extends Event> envelope,
            Pending pending) {
        try {
            if (!batch.add(record, envelope)) {
                pending.add(deadLetters.bury(topic, record, UNEXPECTED));
            }
        } catch (NotTaken | StoreUnavailable e) {
            throw e;
        } catch (RuntimeException bug) {
            pending.add(deadLetters.buryAfter(bug, topic, record));
        }
    }
}
