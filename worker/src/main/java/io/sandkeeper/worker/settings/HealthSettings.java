package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.Set;

/**
 * How running sessions are checked.
 *
 * @param enabled whether they are checked without being asked to
 * @param interval no session is checked less often; a session may want another interval
 * @param whenUsed the same for a session that somebody uses
 * @param timeLimit how long one probe may take
 * @param atOnce how many checks of one region may be under way in this worker
 * @param only the ids of the sessions that are checked; none means all
 */
@ConfigurationProperties("sandkeeper.health")
public record HealthSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("30s") Duration interval,
        @DefaultValue("5s") Duration whenUsed,
        @DefaultValue("3s") Duration timeLimit,
        @DefaultValue("200") int atOnce,
        @DefaultValue Set<String> only) {
    public HealthSettings {
        only = Set.copyOf(only);
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.health.interval must be at least 1s, not " + interval);
        }
        if (whenUsed.compareTo(Duration.ofSeconds(1)) < 0 || whenUsed.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.health.when-used must be from 1s to sandkeeper.health.interval (%s), not %s"
                            .formatted(interval, whenUsed));
        }
        if (!timeLimit.isPositive() || timeLimit.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.health.time-limit must be longer than nothing and at most sandkeeper.health.interval (%s), not %s"
                            .formatted(interval, timeLimit));
        }
        if (atOnce < 1 || atOnce > 10_000) {
            throw new IllegalArgumentException(
                    "sandkeeper.health.at-once must be from 1 to 10000, not " + atOnce);
        }
        if (only.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "sandkeeper.health.only must be session ids with commas between them; one of them is blank");
        }
    }
}
