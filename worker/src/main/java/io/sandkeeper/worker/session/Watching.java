package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/** What a check of a sandbox means for its session. */
final class Watching {
    private Watching() {}

    static Decision whileRunning(
            Session session,
            State.Running running,
            Signal.HealthSeen seen,
            Policy policy,
            Instant now) {
        if (!seen.seenAt().isAfter(running.since())) {
            return new Decision.Ignore(Idle.OUT_OF_DATE);
        }
        if (!isNews(session, seen)) {
            return new Decision.Ignore(Idle.ALREADY_SO);
        }
        var cause = cause(seen);
        var change = tell(new Change(session, now), session, seen, cause);
        return switch (seen.health()) {
            case HEALTHY, UNREACHABLE -> change.done();
            case ERROR ->
                    isKnown(session, seen)
                            ? change.done()
                            : Replacing.byItself(
                                            change,
                                            session,
                                            Replacement.Why.ERROR,
                                            cause,
                                            policy,
                                            now)
                                    .done();
            case EXPIRED -> Losing.missing(change, session, seen.evidence(), policy, now);
        };
    }

    /** Only the control plane was asked: a check must not wake it. */
    static Decision whilePaused(
            Session session, State.Paused paused, Signal.HealthSeen seen, Instant now) {
        if (!seen.seenAt().isAfter(paused.since())) {
            return new Decision.Ignore(Idle.OUT_OF_DATE);
        }
        if (!isNews(session, seen)) {
            return new Decision.Ignore(Idle.ALREADY_SO);
        }
        var change = tell(new Change(session, now), session, seen, cause(seen));
        return seen.health() == Health.EXPIRED
                ? Losing.lost(change, session, seen.evidence(), now).done()
                : change.done();
    }

    /** Without a sandbox at rest there is nothing that could change, and still somebody asked. */
    static Decision answer(Session session, Signal.HealthSeen seen, Instant now) {
        var told = new Notice.HealthChanged(seen.health(), session.care().health(), seen.seenAt());
        return new Change(session, now).tell(cause(seen), told).done();
    }

    private static boolean isNews(Session session, Signal.HealthSeen seen) {
        return seen.asked().isPresent() || !isKnown(session, seen);
    }

    /** Nobody is told that what was made to be well is well. */
    private static boolean isKnown(Session session, Signal.HealthSeen seen) {
        return session.care().health().orElse(Health.HEALTHY) == seen.health();
    }

    private static Cause cause(Signal.HealthSeen seen) {
        return seen.asked()
                .map(origin -> origin.because(seen.evidence()))
                .orElseGet(() -> Cause.own(Cause.Kind.PROVIDER, seen.evidence()));
    }

    private static Change tell(
            Change change, Session session, Signal.HealthSeen seen, Cause cause) {
        Optional<Health> before = session.care().health();
        return change.care(care -> care.seen(seen.health()))
                .tell(cause, new Notice.HealthChanged(seen.health(), before, seen.seenAt()));
    }
}
