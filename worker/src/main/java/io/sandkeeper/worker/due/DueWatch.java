package io.sandkeeper.worker.due;

import io.sandkeeper.worker.door.Alarm;
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
 * Looks once a second for what is due in this worker's buckets or will be in a moment, and less
 * often for what is so late in everybody's that its owner must be away. The same for notices that
 * nobody published.
 *
 * <p>What will be due gets an alarm of its own: whoever only looked for what is due would come half
 * a second late on average. A session that was changed meanwhile is woken in vain.
 */
public final class DueWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueWatch.class);
    private static final Set<Integer> ALL =
            IntStream.range(0, Bucket.COUNT).boxed().collect(Collectors.toUnmodifiableSet());
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Longer than the pause between two looks, by what a look may take on a busy day. */
    static final Duration AHEAD = Duration.ofMillis(2_500);

    private static final Duration LATE = Duration.ofSeconds(5);

    /** What is late already can wait a little more. */
    private static final Duration OTHERS_EVERY = Duration.ofSeconds(2);

    /** Bounds the memory and the look: about what one worker can pause in that time. */
    private static final int MOST_AHEAD = 5_000;

    private static final int MOST = 500;

    private final SessionStore store;
    private final Around around;
    private final Buckets buckets;
    private final InstantSource clock;
    private Instant othersLookedAt = Instant.EPOCH;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("due-watch").daemon().factory());

    public DueWatch(SessionStore store, Around around, Buckets buckets, InstantSource clock) {
        this.store = store;
        this.around = around;
        this.buckets = buckets;
        this.clock = clock;
    }

    /**
     * @param setbacks those that could not be taken in when they were due: they rest a while
     */
    public record Around(Door door, Setbacks setbacks, Alarm alarm, Herald herald) {}

    public void start() {
        var millis = EVERY.toMillis();
        var _ = timer.scheduleAtFixedRate(this::lookAround, millis, millis, TimeUnit.MILLISECONDS);
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
            wake(mine, now.plus(AHEAD), MOST_AHEAD, now);
        }
        if (now.isBefore(othersLookedAt.plus(OTHERS_EVERY))) {
            return;
        }
        othersLookedAt = now;
        if (mine.size() < Bucket.COUNT) {
            wake(ALL, now.minus(LATE), MOST, now);
        }
        store.unpublished(ALL, now.minus(LATE), MOST)
                .forEach(left -> around.herald().publish(left.session(), left.publications()));
    }

    /** Those that are due, not more at once than can be done until the next look. */
    private void wake(Set<Integer> which, Instant until, int most, Instant now) {
        var overdue = 0;
        var due = store.dueBy(which, until, most + around.setbacks().count());
        for (var one : due.entrySet()) {
            if (one.getValue().isAfter(now)) {
                around.alarm().set(one.getKey(), one.getValue());
            } else if (overdue < MOST && !around.setbacks().isResting(one.getKey())) {
                around.door().remind(one.getKey(), new Signal.TimerFired());
                overdue++;
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
