package io.sandkeeper.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How what exists at the providers is compared with what we know.
 *
 * @param interval so often all sandboxes of the fleet are listed, by one of its workers
 * @param grace no sandbox is younger when it is killed as a stray; longer than any operation
 * @param looks how many sandboxes are looked at in a second when a listing casts doubt on them
 * @param unknownAtOnce when more sandboxes than this, and more than half of all, are of sessions
 *     that are not in the store, none of them is killed: it may be the wrong store
 */
@ConfigurationProperties("sandkeeper.sweep")
public record SweepSettings(
        @DefaultValue("60s") Duration interval,
        @DefaultValue("5m") Duration grace,
        @DefaultValue("10") int looks,
        @DefaultValue("10") int unknownAtOnce) {
    public SweepSettings {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.sweep.interval must be at least 1s, not " + interval);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException(
                    "sandkeeper.sweep.grace must not be negative, but is " + grace);
        }
        if (looks < 1 || looks > 1_000) {
            throw new IllegalArgumentException(
                    "sandkeeper.sweep.looks must be from 1 to 1000, not " + looks);
        }
        if (unknownAtOnce < 0) {
            throw new IllegalArgumentException(
                    "sandkeeper.sweep.unknown-at-once must not be negative, but is "
                            + unknownAtOnce);
        }
    }
}
