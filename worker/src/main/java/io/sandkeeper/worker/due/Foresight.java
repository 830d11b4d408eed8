package io.sandkeeper.worker.due;

import io.sandkeeper.worker.door.Alarm;
import io.sandkeeper.worker.store.StoreUnavailable;
import io.sandkeeper.worker.store.Upcoming;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads ahead what falls due next in this worker's buckets, and sets an alarm for each: whoever
 * only looked for what is due would come half a second late on average, and a second late at worst.
 * A session that was changed meanwhile is woken in vain, and one that is missed is found by {@link
 * DueWatch}.
 */
public final class Foresight implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Foresight.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Longer than the pause between two looks, by what a look may take on a busy day. */
    static final Duration AHEAD = Duration.ofMillis(2_500);

    /** Bounds the memory and the look: about what one worker can pause in that time. */
    static final int MOST = 5_000;

    private final Upcoming store;
    private final Alarm alarm;
    private final Buckets buckets;
    private final InstantSource clock;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("foresight").daemon().factory());

    public Foresight(Upcoming store, Alarm alarm, Buckets buckets, InstantSource clock) {
        this.store = store;
        this.alarm = alarm;
        this.buckets = buckets;
        this.clock = clock;
    }

    public void start() {
        var millis = EVERY.toMillis();
        var _ = timer.scheduleAtFixedRate(this::lookAhead, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void lookAhead() {
        try {
            look(clock.instant());
        } catch (StoreUnavailable e) {
            LOG.warn("the store does not answer; nothing is read ahead: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("reading ahead failed; it is tried again in a second", e);
        }
    }

    void look(Instant now) {
        var mine = buckets.owned();
        if (!mine.isEmpty()) {
            store.upcoming(mine, now, now.plus(AHEAD), MOST).forEach(alarm::set);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
