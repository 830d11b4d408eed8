package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers of the admission.
 *
 * @param served who has lanes
 * @param breaker when a lane breaks
 * @param waits how long a lane stays shut
 * @param queue those who wait
 * @param byDefault what one account allows in the default region and in those without limits of
 *     their own
 * @param regions by region
 * @param budget calls per window
 */
public record Limits(
        Served served,
        Breaker breaker,
        Waits waits,
        Queue queue,
        Account byDefault,
        Map<String, Account> regions,
        Budget budget) {
    public static final Limits DEFAULT =
            new Limits(
                    new Served("e2b", Set.of()),
                    new Breaker(5, 20),
                    new Waits(
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(60)),
                    new Queue(10_000, Duration.ofMinutes(3), Duration.ofMillis(100), 200),
                    Account.UNLIMITED,
                    Map.of(),
                    new Budget(Duration.ofMinutes(1), Map.of()));

    public Limits {
        regions = Map.copyOf(regions);
    }

    /**
     * @param provider what lanes call the provider
     * @param regions for which a control plane is configured, beside the default one
     */
    public record Served(String provider, Set<String> regions) {
        public Served {
            regions = Set.copyOf(regions);
        }
    }

    /**
     * @param failures it opens after so many failures in a row that are at least half of the last
     *     calls
     * @param calls how many last calls are looked at
     */
    public record Breaker(int failures, int calls) {}

    /**
     * @param breaker how long an open breaker waits for its probe
     * @param key the same when the key is refused
     * @param slot the same when the account is full
     * @param probe after so long without an outcome a probe counts as lost
     */
    public record Waits(Duration breaker, Duration key, Duration slot, Duration probe) {}

    /**
     * @param longest more are turned away
     * @param askAgain who waits asks by itself after so long, should everybody have forgotten it
     * @param turn how often the queue moves
     * @param atOnce how many are let in at most in one turn
     */
    public record Queue(int longest, Duration askAgain, Duration turn, int atOnce) {}

    /**
     * @param perSecond creations per second; 0 means no limit
     * @param atOnce sandboxes at once; 0 means no limit
     */
    public record Account(double perSecond, int atOnce) {
        public static final Account UNLIMITED = new Account(0, 0);

        boolean limits() {
            return perSecond > 0 || atOnce > 0;
        }
    }

    /** How many calls of an operation are allowed in a window; none means no limit. */
    public record Budget(Duration window, Map<LaneId.Operation, Long> calls) {
        public Budget {
            calls = Map.copyOf(calls);
        }

        Optional<Long> of(LaneId lane) {
            return Optional.ofNullable(calls.get(lane.operation()));
        }
    }

    Account account(Optional<String> region) {
        return region.flatMap(one -> Optional.ofNullable(regions.get(one))).orElse(byDefault);
    }

    /** What the account allows in a lane. Only creations have a queue for that. */
    Account account(LaneId lane) {
        return lane.operation() == LaneId.Operation.CREATE
                ? account(lane.region())
                : Account.UNLIMITED;
    }
}
