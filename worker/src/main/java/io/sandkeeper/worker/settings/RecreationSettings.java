package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * When a sandbox is made in the place of another.
 *
 * @param inUse who used a session so lately is given another sandbox at once when it is lost; for
 *     others it is made when they come back
 * @param coolDown between two of a session; it doubles with each within an hour, and somebody's own
 *     request passes it once
 * @param mostInAnHour of a session; then it takes a person
 */
@ConfigurationProperties("sandkeeper.recreation")
public record RecreationSettings(
        @DefaultValue("1m") Duration inUse,
        @DefaultValue("1m") Duration coolDown,
        @DefaultValue("5") int mostInAnHour) {
    public RecreationSettings {
        if (inUse.isNegative()) {
            throw new IllegalArgumentException(
                    "sandkeeper.recreation.in-use must not be negative, but is " + inUse);
        }
        if (coolDown.isNegative()) {
            throw new IllegalArgumentException(
                    "sandkeeper.recreation.cool-down must not be negative, but is " + coolDown);
        }
        if (mostInAnHour < 1 || mostInAnHour > 20) {
            throw new IllegalArgumentException(
                    "sandkeeper.recreation.most-in-an-hour must be from 1 to 20, not "
                            + mostInAnHour);
        }
    }
}
