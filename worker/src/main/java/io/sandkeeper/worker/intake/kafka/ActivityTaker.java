package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.door.NoRoom;
import io.sandkeeper.worker.intake.Activity;
import io.sandkeeper.worker.monitor.Concern;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionStore;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Takes a poll's activity in, as one write for each session that was used.
 *
 * <p>Activity is taken in wherever it comes: the newest time wins in the store, so neither the
 * order nor a repetition matters, and a sandbox's id says nothing about its session's partition.
 */
final class ActivityTaker implements Taker {
    private static final Logger LOG = LoggerFactory.getLogger(ActivityTaker.class);

    private final Door door;
    private final SessionStore store;
    private final InstantSource clock;
    private final IntakeMeters meters;
    private final HeldBack held;
    private final Concern concern;

    ActivityTaker(
            Door door,
            SessionStore store,
            Concern concern,
            InstantSource clock,
            IntakeMeters meters,
            HeldBack held) {
        this.concern = concern;
        this.door = door;
        this.store = store;
        this.clock = clock;
        this.meters = meters;
        this.held = held;
    }

    @Override
    public Batch begin(List<ConsumerRecord<byte[], byte[]>> records, Pending pending) {
        var from = new HashMap<TopicPartition, Long>();
        records.forEach(
                record -> from.merge(Offsets.partition(record), record.offset(), Math::min));
        return new Uses(new Activity(clock.instant()), from, pending);
    }

    private final class Uses implements Batch {
        private final Activity activity;
        private final Map<TopicPartition, Long> from;
        private final Pending pending;

        Uses(Activity activity, Map<TopicPartition, Long> from, Pending pending) {
            this.activity = activity;
            this.from = from;
            this.pending = pending;
        }

        @Override
        public boolean add(
                ConsumerRecord<byte[], byte[]> record, Envelope<? extends Event> envelope) {
            if (!(envelope.data() instanceof SandboxUse use)) {
                return false;
            }
            activity.add(envelope, use, Instant.ofEpochMilli(record.timestamp()));
            return true;
        }

        @Override
        public void take() {
            var outcome = activity.write(store);
            concern.used(outcome.used());
            outcome.asleep().forEach((id, origin) -> pending.add(wake(id, origin, from)));
            meters.count(Topic.ACTIVITY, IntakeMeters.Outcome.TAKEN, outcome.known());
            meters.count(Topic.ACTIVITY, IntakeMeters.Outcome.UNKNOWN_SANDBOX, outcome.unknown());
        }
    }

    /** One use that waits for room is enough to wake its session, and the batch need not wait. */
    private CompletableFuture<Void> wake(
            SessionId session, Origin origin, Map<TopicPartition, Long> from) {
        return held.holds(session)
                ? CompletableFuture.completedFuture(null)
                : wake(session, origin)
                        .exceptionallyCompose(
                                failure -> {
                                    if (!(Pending.cause(failure) instanceof NoRoom)) {
                                        return CompletableFuture.failedFuture(
                                                Pending.cause(failure));
                                    }
                                    return held.hold(session, from, 0, () -> wake(session, origin))
                                            ? CompletableFuture.completedFuture(null)
                                            : HeldBack.noMore();
                                });
    }

    /** Nobody buries a use: a session that the store does not take fails alone. */
    private CompletableFuture<Void> wake(SessionId session, Origin origin) {
        return door.pass(session, new Signal.Used(origin))
                .exceptionallyCompose(
                        failure -> {
                            if (Pending.comesAgain(failure)) {
                                return CompletableFuture.failedFuture(Pending.cause(failure));
                            }
                            LOG.error(
                                    "session={} was used and cannot be woken: {}",
                                    session,
                                    Pending.cause(failure).getClass().getSimpleName());
                            meters.count(Topic.ACTIVITY, IntakeMeters.Outcome.REFUSED, 1);
                            return CompletableFuture.completedFuture(null);
                        });
    }
}
