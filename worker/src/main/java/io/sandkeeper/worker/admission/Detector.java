package io.sandkeeper.worker.admission;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sees in this worker's own calls that a lane is broken: so many failures in a row that are at
 * least half of the last calls. The sliding window is resilience4j's; it only measures, because the
 * state is shared by all workers and kept elsewhere.
 *
 * <p>Calls count in the order in which they were begun. A provider mostly fails at once and
 * succeeds after a while: in the order of their answers, a few failures among many calls would look
 * like a row.
 */
final class Detector {
    /** So long an earlier call is waited for; when a provider hangs, nobody waits for its end. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** One call, from its beginning until it counts. */
    static final class Call {
        private final Instant begun;
        private boolean over;
        private boolean passedOver;
        private @Nullable String failure;

        private Call(Instant begun) {
            this.begun = begun;
        }
    }

    private final Limits.Breaker limits;
    private final CircuitBreaker window;
    private final ArrayDeque<Call> inOrder = new ArrayDeque<>();
    private int inARow;

    Detector(String name, Limits.Breaker limits) {
        this.limits = limits;
        this.window =
                CircuitBreaker.of(
                        name,
                        CircuitBreakerConfig.custom()
                                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                                .slidingWindowSize(limits.calls())
                                .minimumNumberOfCalls(limits.failures())
                                .build());
        window.transitionToMetricsOnlyState();
    }

    synchronized Call begun(Instant now) {
        var call = new Call(now);
        inOrder.add(call);
        return call;
    }

    /** What is to be said when this makes it broken; it then begins anew. */
    synchronized Optional<String> answered(Call call, Instant now) {
        call.over = true;
        return count(call, now);
    }

    synchronized Optional<String> failed(Call call, String evidence, Instant now) {
        call.over = true;
        call.failure = evidence;
        return count(call, now);
    }

    /** It came to nothing that says anything about the provider. */
    synchronized void left(Call call) {
        inOrder.remove(call);
    }

    /** Everything that no earlier call is waited for; and a call that was waited for too long. */
    private Optional<String> count(Call call, Instant now) {
        var broken = call.passedOver ? weigh(call) : Optional.<String>empty();
        for (var first = inOrder.peek(); first != null; first = inOrder.peek()) {
            if (first.over) {
                var said = weigh(first);
                broken = said.isPresent() ? said : broken;
            } else if (first.begun.plus(PATIENCE).isAfter(now)) {
                return broken;
            }
            first.passedOver = true;
            inOrder.remove();
        }
        return broken;
    }

    private Optional<String> weigh(Call call) {
        var failure = call.failure;
        if (failure == null) {
            inARow = 0;
            window.onSuccess(0, TimeUnit.NANOSECONDS);
            return Optional.empty();
        }
        inARow++;
        window.onError(0, TimeUnit.NANOSECONDS, new Failed());
        var metrics = window.getMetrics();
        var failed = metrics.getNumberOfFailedCalls();
        var calls = metrics.getNumberOfBufferedCalls();
        if (inARow < limits.failures() || failed * 2 < calls) {
            return Optional.empty();
        }
        forget();
        return Optional.of(
                "%d calls in a row failed, %d of the last %d; the last one: %s"
                        .formatted(limits.failures(), failed, calls, failure));
    }

    /** A probe went well: what was before counts as good, until as many calls say otherwise. */
    synchronized void recovered() {
        forget();
        for (var call = 0; call < limits.calls(); call++) {
            window.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    private void forget() {
        inARow = 0;
        window.reset();
        window.transitionToMetricsOnlyState();
    }

    /** Stands for a failed call; nobody looks at it. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed() {
            super("failed", null, false, false);
        }
    }
}
