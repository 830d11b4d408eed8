package io.sandkeeper.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/** How long the same thing took, time after time. */
public final class Samples {
    private final List<Duration> durations = Collections.synchronizedList(new ArrayList<>());

    /** Does it once, and counts only when it did not fail. */
    public <T> T time(Callable<T> action) throws Exception {
        long start = System.nanoTime();
        T result = action.call();
        add(Duration.ofNanos(System.nanoTime() - start));
        return result;
    }

    public void add(Duration duration) {
        durations.add(duration);
    }

    public void addAll(Samples others) {
        durations.addAll(List.copyOf(others.durations));
    }

    public int count() {
        return durations.size();
    }

    /** The smallest duration that so many of a hundred did not exceed. */
    public Duration percentile(double percent) {
        if (durations.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        var sorted = durations.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    public Duration median() {
        return percentile(50);
    }

    public Figure millis(double percent) {
        return Figure.millis(percentile(percent).toNanos() / 1e6);
    }
}
