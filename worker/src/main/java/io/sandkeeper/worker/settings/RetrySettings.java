package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * What is done when a call fails.
 *
 * @param retries how often a creation is tried again after a failure that may pass
 * @param first the wait before the first retry; it doubles
 * @param longest the wait never grows beyond it
 * @param slotWait how long a full account is waited for before it is asked again
 * @param longestKillWait the wait between two tries to kill never grows beyond it
 * @param killAlarm a sandbox that must be gone and is not confirmed to be after this rings an alarm
 * @param longestQueue who waited so long for a sandbox is told so, instead of waiting for ever
 * @param operationTime after so long an operation counts as abandoned, whoever is at it
 */
@ConfigurationProperties("sandkeeper.retry")
public record RetrySettings(
        @DefaultValue("3") int retries,
        @DefaultValue("1s") Duration first,
        @DefaultValue("10s") Duration longest,
        @DefaultValue("30s") Duration slotWait,
        @DefaultValue("1m") Duration longestKillWait,
        @DefaultValue("5m") Duration killAlarm,
        @DefaultValue("1h") Duration longestQueue,
        @DefaultValue("5m") Duration operationTime) {
    private static final Duration SHORTEST_OPERATION = Duration.ofMinutes(1);

    public RetrySettings {
        if (retries < 0 || retries > 100) {
            throw new IllegalArgumentException(
                    "sandkeeper.retry.retries must be from 0 to 100, not " + retries);
        }
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.retry.longest (%s) must not be shorter than first (%s)"
                            .formatted(longest, first));
        }
        if (operationTime.compareTo(SHORTEST_OPERATION) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.retry.operation-time must be at least 1m, not %s: what takes longer is begun anew by somebody else"
                            .formatted(operationTime));
        }
    }
}
