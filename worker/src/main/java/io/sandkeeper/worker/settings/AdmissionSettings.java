package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * When operations may begin, and who waits. The same in all workers of a fleet.
 *
 * @param provider what lanes call the provider
 * @param failures a lane's breaker opens after so many failures in a row that are at least half of
 *     the last {@code calls}
 * @param calls how many last calls are looked at
 * @param probeAfter how long an open breaker waits until one operation probes the provider
 * @param keyProbeAfter the same when the provider refuses the key
 * @param slotProbeAfter the same when the account is full and nothing of ours ends
 * @param probeTime after so long without an outcome another probe is sent
 * @param longestQueue how many may wait for a sandbox in one region; more are turned away
 * @param askAgain who waits asks by itself after so long, should it have been forgotten
 * @param turn how often the queues move
 * @param atOnce how many are let in at most in one turn
 * @param creationsPerSecond what the account allows in each region; 0 means no limit
 * @param concurrency how many sandboxes the account allows at once in each region; 0 means no limit
 * @param regions by region, where an account allows something else
 * @param budgetWindow over how long the provider counts calls
 * @param budget by operation (create, pause, resume, extend), how many calls it allows in a window
 */
@ConfigurationProperties("sandkeeper.admission")
public record AdmissionSettings(
        @DefaultValue("e2b") String provider,
        @DefaultValue("5") int failures,
        @DefaultValue("20") int calls,
        @DefaultValue("60s") Duration probeAfter,
        @DefaultValue("30s") Duration keyProbeAfter,
        @DefaultValue("30s") Duration slotProbeAfter,
        @DefaultValue("60s") Duration probeTime,
        @DefaultValue("10000") int longestQueue,
        @DefaultValue("3m") Duration askAgain,
        @DefaultValue("100ms") Duration turn,
        @DefaultValue("200") int atOnce,
        @DefaultValue("0") double creationsPerSecond,
        @DefaultValue("0") int concurrency,
        @DefaultValue Map<String, Account> regions,
        @DefaultValue("1m") Duration budgetWindow,
        @DefaultValue Map<String, Long> budget) {
    private static final Set<String> BUDGETED = Set.of("create", "pause", "resume", "extend");

    public AdmissionSettings {
        if (failures < 1 || calls < failures) {
            throw new IllegalArgumentException(
                    "sandkeeper.admission.failures (%d) must be at least 1 and at most calls (%d)"
                            .formatted(failures, calls));
        }
        requirePositive("probe-after", probeAfter);
        requirePositive("key-probe-after", keyProbeAfter);
        requirePositive("slot-probe-after", slotProbeAfter);
        requirePositive("probe-time", probeTime);
        requirePositive("ask-again", askAgain);
        requirePositive("turn", turn);
        if (longestQueue < 1 || atOnce < 1) {
            throw new IllegalArgumentException(
                    "sandkeeper.admission.longest-queue (%d) and at-once (%d) must be at least 1"
                            .formatted(longestQueue, atOnce));
        }
        requireAccount("sandkeeper.admission", creationsPerSecond, concurrency);
        if (budgetWindow.toSeconds() < 1 || budgetWindow.toMinutes() > 60) {
            throw new IllegalArgumentException(
                    "sandkeeper.admission.budget-window must be from 1s to 1h, not "
                            + budgetWindow);
        }
        budget.forEach(AdmissionSettings::requireBudget);
    }

    /** What the account allows in one region. */
    public record Account(
            @DefaultValue("0") double creationsPerSecond, @DefaultValue("0") int concurrency) {
        public Account {
            requireAccount("sandkeeper.admission.regions", creationsPerSecond, concurrency);
        }
    }

    private static void requireAccount(String key, double perSecond, int concurrency) {
        if (!(perSecond >= 0) || perSecond > 100_000 || concurrency < 0) {
            throw new IllegalArgumentException(
                    "%s: creations-per-second (%s) must be from 0 to 100000 and concurrency (%d) not negative; 0 means no limit"
                            .formatted(key, perSecond, concurrency));
        }
    }

    private static void requireBudget(String operation, Long calls) {
        if (!BUDGETED.contains(operation) || calls < 1) {
            throw new IllegalArgumentException(
                    "sandkeeper.admission.budget.%s (%d): the operation must be one of create, pause, resume, extend, and its calls at least 1"
                            .formatted(operation, calls));
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "sandkeeper.admission.%s must be longer than 0, not %s".formatted(key, value));
        }
    }
}
