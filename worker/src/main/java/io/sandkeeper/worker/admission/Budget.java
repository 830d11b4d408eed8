package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.platform.Platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many calls were made in the current window: counted here, added up in the store once a
 * second, read back for all workers. Near its end the budget is spread over the rest of the window;
 * when it is used up its lane is shut.
 */
final class Budget {
    private static final double WARNED = 0.8;

    private final LaneStore store;
    private final Board board;
    private final Limits.Budget limits;
    private final Platform platform;
    private final InstantSource clock;
    private final ConcurrentMap<LaneId, LongAdder> counted = new ConcurrentHashMap<>();
    private volatile Sight sight = new Sight(Instant.EPOCH, Map.of());
    private boolean spentHere;

    /** What all workers had used, in the window that began then. */
    record Sight(Instant window, Map<LaneId, Long> used) {
        long of(LaneId lane) {
            return used.getOrDefault(lane, 0L);
        }
    }

    Budget(
            LaneStore store,
            Board board,
            Limits.Budget limits,
            Platform platform,
            InstantSource clock) {
        this.store = store;
        this.board = board;
        this.limits = limits;
        this.platform = platform;
        this.clock = clock;
    }

    void count(LaneId lane) {
        count(lane, 1);
    }

    private void count(LaneId lane, long calls) {
        counted.computeIfAbsent(lane, _ -> new LongAdder()).add(calls);
    }

    Sight sight() {
        return sight;
    }

    /** From the warning on: how many a second of them are left for the rest of the window. */
    OptionalDouble pace(LaneId lane) {
        if (limits.calls().isEmpty()) {
            return OptionalDouble.empty();
        }
        var seen = sight;
        var limit = limits.of(lane);
        var now = clock.instant();
        var end = seen.window().plus(limits.window());
        if (limit.isEmpty() || !end.isAfter(now) || seen.of(lane) < limit.get() * WARNED) {
            return OptionalDouble.empty();
        }
        var left = Math.max(0, limit.get() - seen.of(lane));
        var seconds = Math.max(0.1, Duration.between(now, end).toMillis() / 1000.0);
        return OptionalDouble.of(left / seconds);
    }

    /** Once a second. A worker that called nobody and has no limits asks nothing. */
    void settle() {
        var now = clock.instant();
        var window = window(now);
        var fresh = drained();
        if (!fresh.isEmpty()) {
            spend(window, fresh);
        }
        if (!spentHere && limits.calls().isEmpty()) {
            return;
        }
        var before = sight;
        sight = new Sight(window, store.spent(window));
        if (!before.window().equals(window)) {
            spentHere = !fresh.isEmpty();
            store.forgetSpent(now.minus(LaneStore.REMEMBERED));
        }
        sight.used().forEach((lane, used) -> judge(lane, used, window));
    }

    private void spend(Instant window, Map<LaneId, Long> fresh) {
        try {
            store.spend(window, fresh);
            spentHere = true;
        } catch (RuntimeException e) {
            fresh.forEach(this::count);
            throw e;
        }
    }

    private Map<LaneId, Long> drained() {
        var fresh = new HashMap<LaneId, Long>();
        counted.forEach(
                (lane, adder) -> {
                    var calls = adder.sumThenReset();
                    if (calls > 0) {
                        fresh.put(lane, calls);
                    }
                });
        return fresh;
    }

    private void judge(LaneId lane, long used, Instant window) {
        var limit = limits.of(lane);
        if (limit.isEmpty() || used < limit.get() * WARNED) {
            return;
        }
        if (store.warn(window, lane)) {
            platform.tell(new News.BudgetWarned(lane, window, limits.window(), used, limit.get()));
        }
        if (used >= limit.get()) {
            var evidence = "%d of %d calls are used".formatted(used, limit.get());
            board.hear(lane, new Heard.BudgetSpent(window.plus(limits.window()), evidence));
        }
    }

    private Instant window(Instant now) {
        var length = limits.window().toMillis();
        return Instant.ofEpochMilli(now.toEpochMilli() / length * length);
    }
}
