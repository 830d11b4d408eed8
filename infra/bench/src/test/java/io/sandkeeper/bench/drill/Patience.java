package io.sandkeeper.bench.drill;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Looks again and again until there is nothing left to complain of. */
final class Patience {
    /** For what comes by itself in a few seconds: a slow machine must not fail a drill. */
    static final Duration GENEROUS = Duration.ofMinutes(2);

    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SHOWN = 20;

    private Patience() {}

    @FunctionalInterface
    interface Look {
        List<String> complaints() throws Exception;
    }

    static void untilNone(String what, Look look) throws Exception {
        untilNone(what, GENEROUS, look);
    }

    static void untilNone(String what, Duration limit, Look look) throws Exception {
        var end = System.nanoTime() + limit.toNanos();
        var left = look.complaints();
        while (!left.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "%s: after %d s there are still %d:%n  %s"
                                .formatted(
                                        what,
                                        limit.toSeconds(),
                                        left.size(),
                                        String.join(
                                                System.lineSeparator() + "  ",
                                                left.stream().limit(SHOWN).toList())));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
            left = look.complaints();
        }
    }

    /** For a single fact. */
    static Look that(Supplier<Boolean> holds, String otherwise) {
        return () -> holds.get() ? List.of() : List.of(otherwise);
    }
}
