package io.sandkeeper.worker.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** How many were let in in the last minute. */
final class Throughput {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Some(Instant at, int count) {}

    private final ArrayDeque<Some> lately = new ArrayDeque<>();
    private long sum;

    void add(int count, Instant now) {
        if (count > 0) {
            lately.add(new Some(now, count));
            sum += count;
        }
    }

    double perMinute(Instant now) {
        while (!lately.isEmpty() && !lately.getFirst().at().isAfter(now.minus(MINUTE))) {
            sum -= lately.removeFirst().count();
        }
        return sum;
    }
}
