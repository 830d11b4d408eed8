package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a session is checked next. A little sooner than it must be, by a hash, so that a thousand
 * sessions that began together do not stay together, and what dies right after a check is noticed
 * within the interval all the same.
 */
final class Pace {
    /** However much is heard of a session, nobody makes us look more often. */
    static final Duration BREATH = Duration.ofSeconds(2);

    private static final double EARLIEST = 0.80;
    private static final double LATEST = 0.95;
    private static final int STEPS = 1_000;

    /** What does not answer is not asked as often. */
    private static final int SLOWER = 2;

    private final MonitorRules rules;

    Pace(MonitorRules rules) {
        this.rules = rules;
    }

    /** Somewhere within the interval: all of a worker's sessions come at once. */
    Instant first(SessionId session, Optional<Duration> every, Instant now) {
        return now.plus(part(interval(every), share(session, 0)));
    }

    /**
     * @param count how often it was checked
     * @param last when that was begun
     */
    Instant next(
            SessionId session,
            Optional<Duration> every,
            long count,
            Instant last,
            boolean used,
            boolean dark) {
        var usual = interval(every);
        var wait = dark ? usual.multipliedBy(SLOWER) : used ? shorter(usual) : usual;
        return last.plus(part(wait, EARLIEST + (LATEST - EARLIEST) * share(session, count)));
    }

    /** While somebody uses it. */
    Instant soon(SessionId session, Optional<Duration> every, long count, Instant last) {
        return next(session, every, count, last, true, false);
    }

    /** Somebody used it so lately that somebody may still sit before it. */
    boolean isInUse(Instant usedAt, Instant now) {
        return usedAt.isAfter(now.minus(rules.interval()));
    }

    private Duration interval(Optional<Duration> every) {
        return every.orElse(rules.interval());
    }

    private Duration shorter(Duration usual) {
        return usual.compareTo(rules.whenUsed()) < 0 ? usual : rules.whenUsed();
    }

    private static Duration part(Duration whole, double share) {
        return Duration.ofMillis((long) (whole.toMillis() * share));
    }

    /** From 0 to 1, another one each time. */
    private static double share(SessionId session, long count) {
        var hash = (session.value().hashCode() + (int) count * 31) * 0x9E3779B9;
        return (double) Math.floorMod(hash ^ hash >>> 15, STEPS) / STEPS;
    }
}
