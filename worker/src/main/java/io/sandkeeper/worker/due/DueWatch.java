package io.sandkeeper.worker.due;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.door.Herald;
import io.sandkeeper.worker.door.Setbacks;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks once a second for what is due in this worker's buckets, and less often for what is so late
 * in everybody's that its owner must be away. The same for notices that nobody published.
 */
public final class DueWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueWatch.class);
    private static final Set<Integer> ALL =
            IntStream.range(0, Bucket.COUNT).boxed().collect(Collectors.toUnmodifiableSet());
    private static final Duration LATE = Duration.ofSeconds(5);

    /** What is late already can wait a little more: all buckets cost more than some. */
    private static final Duration OTHERS_EVERY = Duration.ofSeconds(2);

    private static final int MOST = 500;

    private final SessionStore store;
    private final Door door;
    private final Herald herald;
    private final Buckets buckets;
    private final Setbacks setbacks;
    private final InstantSource clock;
    private Instant othersLookedAt = Instant.EPOCH;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("due-watch").daemon().factory());

    public DueWatch(
            SessionStore store,
            Door door,
            Herald herald,
            Buckets buckets,
            Setbacks setbacks,
            InstantSource clock) {
        this.store = store;
        this.door = door;
        this.herald = herald;
        this.buckets = buckets;
        this.setbacks = setbacks;
        this.clock = clock;
    }

    public void start() {
        var _ = timer.scheduleWithFixedDelay(this::lookAround, 1, 1, TimeUnit.SECONDS);
    }

    private void lookAround() {
        try {
            look(clock.instant());
        } catch (StoreUnavailable e) {
            LOG.warn("the store does not answer; due sessions wait: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("looking for due sessions failed; it is tried again in a second", e);
        }
    }

    void look(Instant now) {
        var mine = buckets.owned();
        if (!mine.isEmpty()) {
            wake(mine, now);
        }
        if (now.isBefore(othersLookedAt.plus(OTHERS_EVERY))) {
            return;
        }
        othersLookedAt = now;
        if (mine.size() < Bucket.COUNT) {
            wake(ALL, now.minus(LATE));
        }
        store.unpublished(ALL, now.minus(LATE), MOST)
                .forEach(left -> herald.publish(left.session(), left.publications()));
    }

    private void wake(Set<Integer> which, Instant until) {
        var due = store.due(which, until, MOST + setbacks.count());
        due.sessions().stream()
                .filter(session -> !setbacks.isResting(session.id()))
                .forEach(session -> door.remind(session.id(), new Signal.TimerFired()));
        if (!due.unreadable().isEmpty()) {
            LOG.error("due sessions that this release cannot read: {}", due.unreadable());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
