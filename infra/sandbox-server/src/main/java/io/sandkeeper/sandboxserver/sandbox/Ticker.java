package io.sandkeeper.sandboxserver.sandbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that watches the clock for all sandboxes. It looks at all of them instead of
 * keeping a queue: nothing can be missing in a queue that does not exist, and a look costs
 * microseconds.
 */
public final class Ticker implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SAMPLE = Duration.ofSeconds(5);

    private final Sandboxes sandboxes;
    private final InstantSource time;
    private final Thread thread;

    public Ticker(Sandboxes sandboxes, InstantSource time) {
        this.sandboxes = sandboxes;
        this.time = time;
        this.thread = Thread.ofPlatform().daemon().name("ticker").start(this::tickOnAndOn);
    }

    private void tickOnAndOn() {
        long nextSample = time.millis() + SAMPLE.toMillis();
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TICK.toNanos());
            sandboxes.endLate();
            if (time.millis() >= nextSample) {
                nextSample = time.millis() + SAMPLE.toMillis();
                sandboxes.sample();
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
