package io.sandkeeper.worker.session;

import java.time.Duration;

/**
 * How work is kept safe.
 *
 * @param copies whether files are copied at all
 * @param archiveEvery the files of a session that is used are copied so often at most; zero: only
 *     when it is paused
 * @param inUse who used a session so lately is given another sandbox at once when it is lost
 * @param coolDown between two sandboxes in place of others; it doubles with each within an hour
 * @param mostRecreations within an hour
 */
public record CareRules(
        boolean copies,
        Duration archiveEvery,
        Duration inUse,
        Duration coolDown,
        int mostRecreations) {
    public static final CareRules DEFAULT =
            new CareRules(true, Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(1), 5);

    public CareRules {
        if (mostRecreations < 1) {
            throw new IllegalArgumentException(
                    "mostRecreations must be at least 1, not " + mostRecreations);
        }
    }
}
