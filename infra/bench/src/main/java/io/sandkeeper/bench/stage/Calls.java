package io.sandkeeper.bench.stage;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Simulated calls, and a book of them: each key {@code <prefix><number>} is to be called once. What
 * belongs to another prefix is made and counted apart.
 */
public final class Calls {
    private final String prefix;
    private final CallTime time;
    private final AtomicIntegerArray begun;
    private final AtomicLongArray ended;
    private final AtomicInteger others = new AtomicInteger();
    private final AtomicInteger disorder = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private final CountDownLatch open;
    private final Map<String, Long> newest = new ConcurrentHashMap<>();

    public Calls(String prefix, int count, CallTime time) {
        this.prefix = prefix;
        this.time = time;
        this.begun = new AtomicIntegerArray(count);
        this.ended = new AtomicLongArray(count);
        this.open = new CountDownLatch(count);
    }

    /** What was to be called once, and how it was. */
    public record Book(
            List<Long> endedMillis, int never, int repeated, int others, int disorder, int peak) {}

    /** Takes as long as the provider takes; a call that was interrupted has not ended. */
    public void make(String key) throws InterruptedException {
        int number = key.startsWith(prefix) ? number(key) : -1;
        peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
            if (number < 0) {
                others.incrementAndGet();
                wait(time.usual());
                return;
            }
            begun.incrementAndGet(number);
            wait(time.of(number));
            if (ended.getAndSet(number, System.currentTimeMillis()) == 0) {
                open.countDown();
            }
        } finally {
            inFlight.decrementAndGet();
        }
    }

    /** A key's records must come in the order in which they stand in their partition. */
    public void inOrder(String key, long offset) {
        newest.compute(
                key,
                (_, before) -> {
                    if (before != null && before >= offset) {
                        disorder.incrementAndGet();
                        return before;
                    }
                    return offset;
                });
    }

    private int number(String key) {
        return Integer.parseInt(key.substring(prefix.length()));
    }

    private static void wait(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    public boolean await(Duration patience) throws InterruptedException {
        return open.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public int made() {
        return (int) (begun.length() - open.getCount());
    }

    public Book book() {
        var times = IntStream.range(0, ended.length()).mapToLong(ended::get).toArray();
        int never = (int) Arrays.stream(times).filter(at -> at == 0).count();
        int repeated =
                IntStream.range(0, begun.length()).map(i -> Math.max(0, begun.get(i) - 1)).sum();
        var done = Arrays.stream(times).filter(at -> at != 0).sorted().boxed().toList();
        return new Book(done, never, repeated, others.get(), disorder.get(), peak.get());
    }
}
