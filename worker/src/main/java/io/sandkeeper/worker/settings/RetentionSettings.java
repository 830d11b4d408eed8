package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How what is not needed any more is forgotten. How long an ended session is remembered is said by
 * {@code sandkeeper.mongodb.retention}.
 *
 * @param interval so often it is looked for what can be forgotten
 * @param specs a request's files and environment that no session names are removed when they are so
 *     old
 */
@ConfigurationProperties("sandkeeper.retention")
public record RetentionSettings(
        @DefaultValue("1m") Duration interval, @DefaultValue("1h") Duration specs) {
    public RetentionSettings {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.retention.interval must be at least 1s, not " + interval);
        }
        if (specs.compareTo(Duration.ofMinutes(5)) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.retention.specs must be at least 5m, not %s: a session that names them may be about to be written"
                            .formatted(specs));
        }
    }
}
