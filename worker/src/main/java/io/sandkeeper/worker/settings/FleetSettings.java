package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The fleet that this worker belongs to.
 *
 * @param name marks our sandboxes at the provider: two fleets on one account never touch each
 *     other's
 * @param leaseTime a worker that gave no sign of life for so long loses what it had under way
 * @param lanes how many sessions' batches are decided side by side
 * @param operations how many operations run at once in this worker
 */
@ConfigurationProperties("sandkeeper.fleet")
public record FleetSettings(
        @DefaultValue("default") String name,
        @DefaultValue("15s") Duration leaseTime,
        @DefaultValue("8") int lanes,
        @DefaultValue("1000") int operations) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public FleetSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "sandkeeper.fleet.name must be lower-case letters, digits and dashes, at most 40");
        }
        require("sandkeeper.fleet.lanes", lanes, 1, 256);
        require("sandkeeper.fleet.operations", operations, 1, 100_000);
        if (leaseTime.toSeconds() < 2) {
            throw new IllegalArgumentException(
                    "sandkeeper.fleet.lease-time must be at least 2s, not " + leaseTime);
        }
    }

    private static void require(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d, not %d".formatted(key, least, most, value));
        }
    }
}
