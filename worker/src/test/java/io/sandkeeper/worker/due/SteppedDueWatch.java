package io.sandkeeper.worker.due;

import java.time.Instant;

/** A due watch that looks when it is told to instead of on a timer. */
public final class SteppedDueWatch {
    private final DueWatch watch;

    public SteppedDueWatch(DueWatch watch) {
        this.watch = watch;
    }

    public void look(Instant now) {
        watch.look(now);
    }
}
