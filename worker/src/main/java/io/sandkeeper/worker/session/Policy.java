package io.sandkeeper.worker.session;

import java.time.Duration;

/**
 * The numbers that decisions use.
 *
 * @param attempts how often an operation is tried in all
 * @param firstRetry the wait before the first retry; it doubles
 * @param longestRetry the wait never grows beyond it
 * @param slotWait how long a full account is waited for before it is asked again
 * @param lookWait how long after an unknown outcome the provider is looked at again
 * @param callTime after so long a call to the provider has ended, whatever it came to
 * @param conflictWait how long after a conflict it is tried again
 * @param operationTime after so long a leased operation counts as abandoned, whoever holds it
 * @param longestKillWait the wait between two tries to kill never grows beyond it
 * @param longestQueue who waited so long for a sandbox is told so instead of waiting for ever
 * @param pauseWarning how long before a pause its owner is warned
 * @param pricePerHour of a sandbox that is awake, in millionths of a currency
 */
public record Policy(
        int attempts,
        Duration firstRetry,
        Duration longestRetry,
        Duration slotWait,
        Duration lookWait,
        Duration callTime,
        Duration conflictWait,
        Duration operationTime,
        Duration longestKillWait,
        Duration longestQueue,
        Duration pauseWarning,
        Lifespan lifespan,
        CareRules care,
        long pricePerHour) {
    public static final Policy DEFAULT =
            new Policy(
                    4,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(35),
                    Duration.ofMillis(500),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    Duration.ofMinutes(2),
                    Lifespan.DEFAULT,
                    CareRules.DEFAULT,
                    0);

    public Policy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
        }
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException(
                    "longestRetry (%s) must not be shorter than firstRetry (%s)"
                            .formatted(longestRetry, firstRetry));
        }
    }

    /**
     * The wait after the given try. Up to a tenth longer, by a hash, so that a thousand sessions do
     * not knock at once.
     */
    Duration retryAfter(SessionId session, int attempt) {
        return spread(doubled(firstRetry, attempt, longestRetry), session, attempt);
    }

    Duration killAgainAfter(SessionId session, int tries) {
        return spread(doubled(firstRetry, tries, longestKillWait), session, tries);
    }

    private static Duration doubled(Duration first, int times, Duration longest) {
        var wait = first.multipliedBy(1L << Math.min(Math.max(times - 1, 0), 20));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    private static Duration spread(Duration wait, SessionId session, int attempt) {
        var hash = Math.floorMod((session.value() + '/' + attempt).hashCode() * 0x9E3779B9, 1000);
        return wait.plus(wait.multipliedBy(hash).dividedBy(10_000));
    }
}
