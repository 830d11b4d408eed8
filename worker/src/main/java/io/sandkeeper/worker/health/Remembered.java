package io.sandkeeper.worker.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Somebody outside, asked at most so often and never waited for longer than a probe waits. Whoever
 * does not answer in time is not well.
 */
public final class Remembered implements Vital {
    private final Vital asked;
    private final Duration limit;
    private final Duration fresh;
    private final LongSupplier nanos;
    private Question last;

    /**
     * @param limit how long an answer is waited for
     * @param fresh how long an answer holds
     */
    public Remembered(Vital asked, Duration limit, Duration fresh, LongSupplier nanos) {
        this.asked = asked;
        this.limit = limit;
        this.fresh = fresh;
        this.nanos = nanos;
        this.last = new Question(nanos.getAsLong() - fresh.toNanos(), answered());
    }

    private record Question(long at, CompletableFuture<Optional<String>> answer) {}

    private static CompletableFuture<Optional<String>> answered() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public Optional<String> complaint() {
        var answer = current();
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return Optional.of("no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException _) {
            return Optional.of(answer.exceptionNow().getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** One question at a time: somebody who hangs is not asked by ever more threads. */
    private synchronized CompletableFuture<Optional<String>> current() {
        long now = nanos.getAsLong();
        if (last.answer().isDone() && now - last.at() >= fresh.toNanos()) {
            var answer = new CompletableFuture<Optional<String>>();
            last = new Question(now, answer);
            var _ = Thread.ofVirtual().name("health").start(() -> ask(answer));
        }
        return last.answer();
    }

    private void ask(CompletableFuture<Optional<String>> answer) {
        try {
            answer.complete(asked.complaint());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }
}
