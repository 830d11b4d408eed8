package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long sandboxes live at the provider: three deadlines that are never mixed. When it is idle is
 * said by its use; this is about the provider's own timer, its longest continuous run, and its end
 * of life.
 *
 * @param least what the provider is asked for at least; extended while the session is in use
 * @param safety the provider's own end is at least so much later than our pause, and is moved on so
 *     long before it comes
 * @param longestRun no sandbox runs longer without a pause; one that must is rolled before
 * @param life from its creation to its end of life
 * @param warnings so long before the end of life a warning is given, the earliest first
 */
public record Lifespan(
        Duration least,
        Duration safety,
        Duration longestRun,
        Duration life,
        List<Duration> warnings) {
    public static final Lifespan DEFAULT =
            new Lifespan(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(5),
                    Duration.ofHours(24),
                    Duration.ofDays(30),
                    List.of(Duration.ofDays(7), Duration.ofDays(3), Duration.ofDays(1)));

    public Lifespan {
        warnings = List.copyOf(warnings);
        if (least.compareTo(safety.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "a sandbox's lifetime (%s) must be at least twice the safety margin (%s)"
                            .formatted(least, safety));
        }
        if (longestRun.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "a sandbox's lifetime (%s) must not be longer than the provider's longest run (%s)"
                            .formatted(least, longestRun));
        }
        for (int i = 1; i < warnings.size(); i++) {
            if (warnings.get(i).compareTo(warnings.get(i - 1)) >= 0) {
                throw new IllegalArgumentException(
                        "warnings before the end of life must come later and later, not "
                                + warnings);
            }
        }
    }

    /** What the provider is asked for: its own end stays behind the pause of an unused session. */
    public Duration of(Profile profile) {
        var wanted = profile.autoPause().plus(safety);
        var asked = wanted.compareTo(least) > 0 ? wanted : least;
        return asked.compareTo(longestRun) > 0 ? longestRun : asked;
    }

    /** When the life of the session's sandbox ends; none while it has no sandbox. */
    public Optional<Instant> expiresAt(Session session) {
        return session.state().current().map(this::end);
    }

    Instant end(Sandbox sandbox) {
        return sandbox.bornAt().plus(life);
    }

    /** When the next warning is due, or the end itself when all were given. */
    Instant nextNotice(Sandbox sandbox) {
        var end = end(sandbox);
        return sandbox.warnings() < warnings.size()
                ? end.minus(warnings.get(sandbox.warnings()))
                : end;
    }

    /**
     * How many warnings should have been given by now; those that were slept through count as
     * given.
     */
    int warningsBy(Sandbox sandbox, Instant now) {
        var end = end(sandbox);
        return (int) warnings.stream().filter(before -> !end.minus(before).isAfter(now)).count();
    }
}
