package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** All of a session's timers. One due time in the store stands for them: the earliest. */
final class Timers {
    private final Policy policy;

    Timers(Policy policy) {
        this.policy = policy;
    }

    Optional<Instant> earliest(Session session) {
        return Stream.of(operation(session), condemned(session), inState(session))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** When it is to be taken up; when it is under way, when it counts as abandoned. */
    Optional<Instant> operation(Session session) {
        return session.operation()
                .map(
                        operation ->
                                operation
                                        .lease()
                                        .map(lease -> lease.since().plus(policy.operationTime()))
                                        .orElse(operation.dueAt()));
    }

    private static Optional<Instant> condemned(Session session) {
        return session.condemned().stream().map(Condemned::dueAt).min(Comparator.naturalOrder());
    }

    private Optional<Instant> inState(Session session) {
        return switch (session.state()) {
            case State.Queued queued -> Optional.of(queued.since().plus(policy.longestQueue()));
            case State.Running running -> Optional.of(running(session, running));
            case State.Paused paused -> Optional.of(paused(session, paused));
            case State.Resuming resuming when LastCopy.isAllThatIsWanted(session) ->
                    Optional.of(endOfLife(resuming.sandbox()));
            case State.Recreating _, State.Resuming _ -> patience(session);
            case State.Creating _, State.Pausing _ -> Optional.empty();
            case State.Lost _, State.Failed _, State.Killing _ -> Optional.empty();
            case State.Killed _, State.Expired _ -> Optional.empty();
        };
    }

    /** Nobody waits for a sandbox longer than a queue may be old. Not while it is under way. */
    private Optional<Instant> patience(Session session) {
        return session.operation().flatMap(Operation::lease).isPresent()
                ? Optional.empty()
                : Optional.of(session.state().since().plus(policy.longestQueue()));
    }

    /** True for one that is made anew or woken, and waited too long for that. */
    boolean isOutOfPatience(Session session, Instant now) {
        return patience(session).filter(end -> !end.isAfter(now)).isPresent();
    }

    private Instant running(Session session, State.Running running) {
        return Stream.of(
                        Optional.of(endOfLife(running.sandbox())),
                        Optional.of(roll(running)),
                        pause(session, running),
                        warning(session, running),
                        extension(session, running),
                        archive(session, running))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Instant paused(Session session, State.Paused paused) {
        var end = endOfLife(paused.sandbox());
        return lastCopy(session, paused).filter(end::isAfter).orElse(end);
    }

    /**
     * When one that fell asleep without a copy is woken for it, before its life ends. Once: it
     * falls asleep again.
     */
    Optional<Instant> lastCopy(Session session, State.Paused paused) {
        var lifespan = policy.lifespan();
        var wake = lifespan.end(paused.sandbox()).minus(lifespan.safety().multipliedBy(2));
        return policy.care().copies() && !session.care().isSealed() && paused.since().isBefore(wake)
                ? Optional.of(wake)
                : Optional.empty();
    }

    /** The end of life, or the next warning of it. */
    Instant endOfLife(Sandbox sandbox) {
        return policy.lifespan().nextNotice(sandbox);
    }

    /** When it must take a break, so that the provider does not take one for it. */
    Instant roll(State.Running running) {
        var lifespan = policy.lifespan();
        return running.since().plus(lifespan.longestRun()).minus(lifespan.safety());
    }

    /** When a running session that nobody uses is paused. */
    static Optional<Instant> pause(Session session, State.Running running) {
        var timeout = session.profile().autoPause();
        return timeout.isZero()
                ? Optional.empty()
                : Optional.of(
                        later(session.use().idleAfter(timeout), running.since().plus(timeout)));
    }

    /** When its owner is told that it is about to be paused; once for each time of the pause. */
    Optional<Instant> warning(Session session, State.Running running) {
        return pause(session, running)
                .filter(pausesAt -> running.warnedOf().filter(pausesAt::equals).isEmpty())
                .filter(_ -> isLongerThanItsWarning(session.profile().autoPause()))
                .map(pausesAt -> later(pausesAt.minus(policy.pauseWarning()), running.since()));
    }

    private boolean isLongerThanItsWarning(Duration timeout) {
        return timeout.compareTo(policy.pauseWarning()) > 0;
    }

    /**
     * When the provider's own end is moved on; not while an earlier try of that is under way, and
     * not when our pause will come first.
     */
    Optional<Instant> extension(Session session, State.Running running) {
        var safety = policy.lifespan().safety();
        var pausesInTime =
                pause(session, running)
                        .filter(at -> !at.plus(safety).isAfter(running.providerEnd()))
                        .isPresent();
        return pausesInTime || session.operation().isPresent()
                ? Optional.empty()
                : Optional.of(running.providerEnd().minus(safety));
    }

    /** When its files are looked after next: now and then, and once more before its life ends. */
    Optional<Instant> archive(Session session, State.Running running) {
        var every = policy.care().archiveEvery();
        if (session.care().wanted() && session.operation().isEmpty()) {
            return Optional.of(running.since());
        }
        if (every.isZero() || session.operation().isPresent()) {
            return Optional.empty();
        }
        var looked = later(session.care().looked(), running.since());
        var next = looked.plus(every);
        var last = policy.lifespan().end(running.sandbox()).minus(policy.lifespan().safety());
        return Optional.of(looked.isBefore(last) && last.isBefore(next) ? last : next);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
