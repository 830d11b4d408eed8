package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.provider.SteppedClock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** One story's time, chance and trace, and who has the turn. */
final class Timeline {
    private static final int TRACED = 400;

    final long seed;
    final Random random;
    final SteppedClock clock = new SteppedClock();
    private final Instant begin = clock.instant();
    private final Deque<String> trace = new ArrayDeque<>();
    private long steps;
    private int fingerprint;
    private @Nullable Fiber running;

    Timeline(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    Instant now() {
        return clock.instant();
    }

    void pass(Duration time) {
        clock.step(time);
    }

    long nanos() {
        return Duration.between(begin, now()).toNanos();
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    void let(Fiber fiber) {
        running = fiber;
        try {
            fiber.step();
        } finally {
            running = null;
        }
    }

    /** Whatever it still does on its way out has no effect. */
    void end(Fiber fiber) {
        running = fiber;
        try {
            fiber.crash();
        } finally {
            running = null;
        }
    }

    /** A place between two steps. Outside of any work it is nothing. */
    void pause(String where) {
        var fiber = running;
        if (fiber != null) {
            fiber.pause(where);
        }
    }

    void note(String what) {
        steps++;
        fingerprint = 31 * fingerprint + what.hashCode();
        trace.add("%6d %9.3f %s".formatted(steps, nanos() / 1e9, what));
        if (trace.size() > TRACED) {
            trace.remove();
        }
    }

    /** The same for the same story. */
    int fingerprint() {
        return fingerprint;
    }

    String told() {
        return String.join("\n", trace);
    }
}
