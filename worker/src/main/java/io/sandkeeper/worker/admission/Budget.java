package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.platform.Platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

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
    private final ConcurrentMap<LaneId, Expected> expected = new ConcurrentHashMap<>();
    private final IntSupplier workers;
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
            IntSupplier workers,
            InstantSource clock) {
        this.store = store;
        this.board = board;
        this.limits = limits;
        this.platform = platform;
        this.workers = workers;
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

    /** So many are let through now, and will call in a moment. */
    void expect(LaneId lane, int count) {
        if (count > 0 && limits.of(lane).isPresent()) {
            expected.computeIfAbsent(lane, _ -> new Expected()).add(count);
        }
    }

    boolean limits() {
        return !limits.calls().isEmpty();
    }

    /**
     * What a budget leaves.
     *
     * @param perSecond how many a second may begin
     * @param most how many may begin at once
     */
    record Allowance(double perSecond, long most) {
        static final Allowance UNLIMITED = new Allowance(Double.MAX_VALUE, Long.MAX_VALUE);

        boolean isPaced() {
            return perSecond < Double.MAX_VALUE;
        }
    }

    /**
     * Up to the warning as many as the others leave when they do the same; from then on what is
     * left is spread over the rest of the window.
     */
    Allowance allowance(LaneId lane) {
        var limit = limits.of(lane);
        if (limit.isEmpty()) {
            return Allowance.UNLIMITED;
        }
        var now = clock.instant();
        var window = window(now);
        var used = used(lane, window);
        var free = (long) Math.ceil(limit.get() * WARNED) - used;
        if (free > 0) {
            return new Allowance(Double.MAX_VALUE, Math.ceilDiv(free, among()));
        }
        var left = Math.max(0, limit.get() - used);
        var end = window.plus(limits.window());
        var seconds = Math.max(0.1, Duration.between(now, end).toMillis() / 1000.0);
        return new Allowance(left / seconds, left);
    }

    private int among() {
        return Math.max(1, workers.getAsInt());
    }

    /**
     * What was seen of the others is up to a second old: since then each of them may have let
     * through as many as this one, or as this one did in the second before.
     */
    private long used(LaneId lane, Instant window) {
        var seen = sight;
        var before = seen.window().equals(window) ? seen.of(lane) : 0;
        var coming = expected.get(lane);
        var called = counted.get(lane);
        var here = Math.max(coming == null ? 0 : coming.sum(), called == null ? 0 : called.sum());
        var elsewhere = Math.max(here, coming == null ? 0 : coming.last());
        return before + here + elsewhere * (among() - 1);
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
        expected.keySet().forEach(lane -> counted.computeIfAbsent(lane, _ -> new LongAdder()));
        var fresh = new HashMap<LaneId, Long>();
        counted.forEach(
                (lane, adder) -> {
                    var calls = adder.sumThenReset();
                    var coming = expected.get(lane);
                    if (coming != null) {
                        coming.count(calls);
                    }
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
