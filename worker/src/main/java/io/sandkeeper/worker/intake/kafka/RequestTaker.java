package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.SessionRequest;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.door.NoRoom;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.intake.Understanding.Understood;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.Spec;
import io.sandkeeper.worker.spec.SpecStore;
import io.sandkeeper.worker.store.StoreRefused;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Takes requests in: what they bring is stored first, then they are passed to their sessions. */
final class RequestTaker implements Taker {
    private final Door door;
    private final SpecStore specs;
    private final Understanding understanding;
    private final TopicWatch topic;
    private final Post post;
    private final DeadLetters deadLetters;
    private final IntakeMeters meters;
    private final HeldBack held;

    RequestTaker(
            Door door, SpecStore specs, Understanding understanding, TopicWatch topic, Desk desk) {
        this.door = door;
        this.specs = specs;
        this.understanding = understanding;
        this.topic = topic;
        this.post = desk.post();
        this.deadLetters = desk.deadLetters();
        this.meters = desk.meters();
        this.held = desk.held();
    }

    /** Where what is not taken goes. */
    record Desk(Post post, DeadLetters deadLetters, IntakeMeters meters, HeldBack held) {}

    private record Read(ConsumerRecord<byte[], byte[]> record, Understood understood) {}

    @Override
    public Batch begin(List<ConsumerRecord<byte[], byte[]>> records, Pending pending) {
        return new Requests(topic.seen(records), pending);
    }

    private final class Requests implements Batch {
        private final TopicWatch.Seen seen;
        private final Pending pending;
        private final List<Read> all = new ArrayList<>();
        private final Map<SessionId, CompletableFuture<Void>> lastOf = new HashMap<>();
        private final Map<SessionId, CompletableFuture<Void>> outcomeOf = new HashMap<>();

        Requests(TopicWatch.Seen seen, Pending pending) {
            this.seen = seen;
            this.pending = pending;
        }

        @Override
        public boolean add(
                ConsumerRecord<byte[], byte[]> record, Envelope<? extends Event> envelope) {
            if (!(envelope.data() instanceof SessionRequest request)) {
                return false;
            }
            var session = new SessionId(request.sessionId().value());
            var forward = Forwarding.of(record, session, seen);
            if (forward.isPresent()) {
                pending.add(
                        post.send(forward.get()).thenRun(count(IntakeMeters.Outcome.FORWARDED)));
            } else {
                all.add(new Read(record, understood(record, envelope, request)));
            }
            return true;
        }

        private Understood understood(
                ConsumerRecord<byte[], byte[]> record,
                Envelope<? extends Event> envelope,
                SessionRequest request) {
            return understanding.request(
                    envelope,
                    request,
                    Instant.ofEpochMilli(record.timestamp()),
                    Origin.Position.in(
                            record.topic(), seen.identity(), record.partition(), record.offset()));
        }

        @Override
        public void take() {
            var refused = save();
            for (var one : all) {
                var brought = one.understood().spec();
                var refusal = brought.map(spec -> refused.get(spec.id()));
                pending.add(refusal.isPresent() ? bury(one, refusal.get()) : pass(one));
            }
        }

        /** Returns those that the store does not take, and why. */
        private Map<SpecId, StoreRefused> save() {
            var brought = new LinkedHashMap<SpecId, Spec>();
            all.forEach(
                    one ->
                            one.understood()
                                    .spec()
                                    .ifPresent(spec -> brought.put(spec.id(), spec.spec())));
            if (brought.isEmpty()) {
                return Map.of();
            }
            try {
                specs.save(brought);
                return Map.of();
            } catch (StoreRefused e) {
                return saveOneByOne(brought);
            }
        }

        /** One that the store does not take must not fail the others. */
        private Map<SpecId, StoreRefused> saveOneByOne(Map<SpecId, Spec> brought) {
            var refused = new LinkedHashMap<SpecId, StoreRefused>();
            brought.forEach(
                    (id, spec) -> {
                        pending.mustGoOn();
                        try {
                            specs.save(Map.of(id, spec));
                        } catch (StoreRefused e) {
                            refused.put(id, e);
                        }
                    });
            return refused;
        }

        /**
         * A session that the store does not take fails alone, and one that has no room waits alone.
         * None is taken in before the one before it: its position would make that one look old.
         */
        private CompletableFuture<Void> pass(Read one) {
            var session = one.understood().session();
            var previous = outcomeOf.getOrDefault(session, CompletableFuture.completedFuture(null));
            var outcome =
                    held.holds(session) ? holdAfter(previous, one) : passOrHold(previous, one);
            outcomeOf.put(session, outcome);
            return outcome;
        }

        /** In their order, and nothing behind one that could not be held. */
        private CompletableFuture<Void> holdAfter(CompletableFuture<Void> previous, Read one) {
            return previous.thenCompose(_ -> hold(one));
        }

        private CompletableFuture<Void> passOrHold(CompletableFuture<Void> previous, Read one) {
            var session = one.understood().session();
            var signal = one.understood().signal();
            var before = lastOf.get(session);
            var passed =
                    before == null
                            ? door.pass(session, signal)
                            : door.passAfter(before, session, signal);
            lastOf.put(session, passed);
            return settled(one, passed)
                    .exceptionallyCompose(
                            failure ->
                                    Pending.cause(failure) instanceof NoRoom
                                            ? holdAfter(previous, one)
                                            : CompletableFuture.failedFuture(
                                                    Pending.cause(failure)));
        }
    }

    private CompletableFuture<Void> settled(Read one, CompletableFuture<Void> passed) {
        return passed.thenRun(count(IntakeMeters.Outcome.TAKEN))
                .exceptionallyCompose(
                        failure ->
                                Pending.comesAgain(failure)
                                        ? CompletableFuture.failedFuture(Pending.cause(failure))
                                        : bury(one, Pending.cause(failure)));
    }

    /** The batch need not wait for it. */
    private CompletableFuture<Void> hold(Read one) {
        var record = one.record();
        var session = one.understood().session();
        var isHeld =
                held.hold(
                        session,
                        Map.of(Offsets.partition(record), record.offset()),
                        Math.max(0, record.serializedValueSize()),
                        () -> settled(one, door.pass(session, one.understood().signal())));
        return isHeld ? CompletableFuture.completedFuture(null) : HeldBack.noMore();
    }

    private CompletableFuture<Void> bury(Read one, Throwable failure) {
        return deadLetters.buryAfter(failure, Topic.REQUESTS, one.record());
    }

    private Runnable count(IntakeMeters.Outcome outcome) {
        return () -> meters.count(Topic.REQUESTS, outcome, 1);
    }
}
