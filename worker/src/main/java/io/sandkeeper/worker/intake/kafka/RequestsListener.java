package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.SessionRequest;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.events.codec.Rejection;
import io.sandkeeper.events.codec.Rule;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.Spec;
import io.sandkeeper.worker.spec.SpecStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.support.Acknowledgment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes a poll's requests in, and commits when all of them are durable. Nothing slow is done in
 * here: what a request leads to is done afterwards.
 */
final class RequestsListener implements BatchAcknowledgingMessageListener<String, byte[]> {
    private final Door door;
    private final SpecStore specs;
    private final Understanding understanding;
    private final KafkaDeadLetters deadLetters;
    private final Duration patience;

    /**
     * @param patience how long the store may take; then the batch is read again, when the store is
     *     back
     */
    RequestsListener(
            Door door,
            SpecStore specs,
            Understanding understanding,
            KafkaDeadLetters deadLetters,
            Duration patience) {
        this.door = door;
        this.specs = specs;
        this.understanding = understanding;
        this.deadLetters = deadLetters;
        this.patience = patience;
    }

    private record Taken(
            ConsumerRecord<String, byte[]> record, Understanding.Understood understood) {}

    @Override
    public void onMessage(
            List<ConsumerRecord<String, byte[]>> records, @Nullable Acknowledgment acknowledgment) {
        var pending = new ArrayList<CompletableFuture<Void>>();
        var taken = new ArrayList<Taken>();
        var brought = new LinkedHashMap<SpecId, Spec>();
        for (var record : records) {
            switch (EventCodec.decode(Topic.REQUESTS, record)) {
                case Decoded.Accepted(var envelope)
                        when envelope.data() instanceof SessionRequest request -> {
                    var understood =
                            understanding.request(
                                    envelope,
                                    request,
                                    Instant.ofEpochMilli(record.timestamp()),
                                    position(record));
                    understood.spec().ifPresent(spec -> brought.put(spec.id(), spec.spec()));
                    taken.add(new Taken(record, understood));
                }
                case Decoded.Accepted _ -> pending.add(deadLetters.bury(record, UNEXPECTED));
                case Decoded.Rejected(var rejection) ->
                        pending.add(deadLetters.bury(record, rejection));
            }
        }
        save(brought);
        taken.forEach(one -> pending.add(pass(one)));
        await(pending, patience);
        if (acknowledgment != null) {
            acknowledgment.acknowledge();
        }
    }

    private void save(Map<SpecId, Spec> brought) {
        if (!brought.isEmpty()) {
            specs.save(brought);
        }
    }

    /**
     * A record that a bug of ours cannot take does not hold up the others: it is kept for a person
     * to look at.
     */
    private CompletableFuture<Void> pass(Taken taken) {
        var understood = taken.understood();
        return door.pass(understood.session(), understood.signal())
                .exceptionallyCompose(
                        failure ->
                                unwrapped(failure) instanceof StoreUnavailable unavailable
                                        ? CompletableFuture.failedFuture(unavailable)
                                        : deadLetters.bury(
                                                taken.record(), bug(unwrapped(failure))));
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure.getCause() != null && failure instanceof CompletionException
                ? failure.getCause()
                : failure;
    }

    static final Rejection UNEXPECTED =
            new Rejection(
                    "",
                    Rule.WRONG_TOPIC,
                    "this event does not belong here",
                    "send it to its own topic");

    private static Rejection bug(Throwable failure) {
        return new Rejection(
                "",
                Rule.INCONSISTENT,
                "it could not be processed: " + failure.getClass().getSimpleName(),
                "report it with this record, and replay it after an upgrade");
    }

    /**
     * One partition holds all of a session's requests, so the offset alone is its place among them.
     */
    private static Origin.Position position(ConsumerRecord<String, byte[]> record) {
        return new Origin.Position(record.topic(), record.offset());
    }

    static void await(List<CompletableFuture<Void>> pending, Duration patience) {
        try {
            CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new StoreUnavailable("the batch was not stored", e);
        } catch (TimeoutException e) {
            throw new StoreUnavailable("the batch was not stored within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("stopped while the batch was being stored", e);
        }
    }
}
