package io.sandkeeper.worker.admission;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sees in this worker's own calls that a lane is broken: so many failures in a row that are at
 * least half of the last calls. Those that are under way count among the last: a provider mostly
 * fails at once and succeeds after a while, so that the first answers say little. The sliding
 * window is resilience4j's; it only measures, because the state is shared by all workers and kept
 * elsewhere.
 */
final class Detector {
    private final Limits.Breaker limits;
    private final CircuitBreaker window;
    private int inARow;
    private int underWay;

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

    synchronized void begun() {
        underWay++;
    }

    synchronized void ended() {
        underWay--;
    }

    synchronized void answered() {
        inARow = 0;
        window.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    /** What is to be said when this failure makes it broken; it then begins anew. */
    synchronized Optional<String> failed(String evidence) {
        inARow++;
        window.onError(0, TimeUnit.NANOSECONDS, new Failed());
        var metrics = window.getMetrics();
        var failed = metrics.getNumberOfFailedCalls();
        var calls = metrics.getNumberOfBufferedCalls();
        // What failed now is still under way as well.
        var last = Math.min(limits.calls(), calls + Math.max(0, underWay - 1));
        if (inARow < limits.failures() || failed * 2 < last) {
            return Optional.empty();
        }
        forget();
        return Optional.of(
                "%d calls in a row failed, %d of the last %d; the last one: %s"
                        .formatted(limits.failures(), failed, calls, evidence));
    }

    synchronized void forget() {
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
