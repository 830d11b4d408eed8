package io.sandkeeper.worker.intake.kafka;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what another process does in its own time. */
final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Eventually() {}

    static void that(String what, Callable<Boolean> holds) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("it never came that " + what);
            }
            var _ = NEVER.await(20, TimeUnit.MILLISECONDS);
        }
    }
}
