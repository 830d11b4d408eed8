package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;

/**
 * How pausing, waking and extending are tried again. There are a user's files in the sandbox, and
 * no other copy of them: it is never given up, only what was tried is.
 */
final class Trying {
    /**
     * So long use alone does not wake a sandbox whose waking was given up: whoever goes on using it
     * would wake it over and over. Who asks for it is served at once.
     */
    static final Duration REST = Duration.ofMinutes(5);

    static final String WAKE_AGAIN =
            "its files are kept: send resume-requested to try again, or kill-requested to end it; use wakes it again after 5 minutes";
    private static final String PAUSE_AGAIN =
            "it is tried on every half minute: send retry-requested to try at once, or kill-requested to end it";

    private Trying() {}

    static Decision extending(
            Session session, State.Running running, Failure failure, Policy policy, Instant now) {
        return again(new Change(session, now), session, running, failure, policy, now).done();
    }

    /** It costs money until it sleeps: it is tried until it does, and somebody is told. */
    static Decision pausing(
            Session session, State.Pausing pausing, Failure failure, Policy policy, Instant now) {
        var change = again(new Change(session, now), session, pausing, failure, policy, now);
        var attempt = attempt(session);
        if (isFree(pausing, failure, policy, now) || attempt < policy.attempts()) {
            return change.done();
        }
        change.operation(operation -> operation.parked(now.plus(policy.slotWait())));
        return attempt == policy.attempts()
                ? change.tell(
                                failed("pause", attempt, failure),
                                new Notice.Failed(Notice.Task.PAUSE, PAUSE_AGAIN))
                        .done()
                : change.done();
    }

    static Decision waking(
            Session session, State.Resuming resuming, Failure failure, Policy policy, Instant now) {
        var attempt = attempt(session);
        var hopeless = failure instanceof Failure.Permanent || attempt >= policy.attempts();
        return hopeless && !isFree(resuming, failure, policy, now)
                ? giveUpWaking(session, resuming, failed("wake", attempt, failure), now)
                : again(new Change(session, now), session, resuming, failure, policy, now).done();
    }

    /**
     * It sleeps on, or is put to sleep again: awake it would cost money, and its end at the
     * provider would come. What it holds is kept, and somebody is told.
     */
    static Decision giveUpWaking(
            Session session, State.Resuming resuming, Cause cause, Instant now) {
        var sandbox = resuming.sandbox();
        var change = new Change(session, now);
        if (LastCopy.isAllThatIsWanted(session)) {
            return Asleep.startPausing(
                    change.tell(cause, new Notice.Failed(Notice.Task.ARCHIVE, LastCopy.FAILED)),
                    sandbox,
                    LastCopy.CAUSE,
                    now);
        }
        if (session.desired() == Desired.PAUSED) {
            return Asleep.startPausing(change, sandbox, Asleep.ASKED_MEANWHILE, now);
        }
        change.wantWithoutAsking(Desired.PAUSED).fulfilled();
        var failed = new Notice.Failed(Notice.Task.WAKE, WAKE_AGAIN);
        return session.isUntouched()
                ? change.noOperation()
                        .to(new State.Paused(now, sandbox, cause, now))
                        .tell(cause, failed)
                        .tell(cause, new Notice.Paused())
                        .done()
                : Asleep.startPausing(
                        change.to(new State.Pausing(now, sandbox, cause)).tell(cause, failed),
                        sandbox,
                        cause,
                        now);
    }

    static Cause waited(State.Resuming resuming) {
        return Cause.own(
                Cause.Kind.LIMIT, "it could not be woken since %s".formatted(resuming.since()));
    }

    /** True when it was put to sleep because waking it did not work. */
    static boolean isSetback(Cause cause) {
        return cause.kind() == Cause.Kind.OPERATION;
    }

    /** From when on use wakes it. */
    static Instant rested(State.Pausing pausing) {
        return rested(pausing.cause(), pausing.since());
    }

    static Instant rested(State.Paused paused) {
        return rested(paused.cause(), paused.decidedAt());
    }

    private static Instant rested(Cause cause, Instant decidedAt) {
        return isSetback(cause) ? decidedAt.plus(REST) : LastCopy.usedFrom(cause, decidedAt);
    }

    private static Change again(
            Change change,
            Session session,
            State state,
            Failure failure,
            Policy policy,
            Instant now) {
        var due = due(session, failure, policy, now);
        return isFree(state, failure, policy, now)
                ? change.operation(operation -> operation.lookSoon(due))
                : change.operation(operation -> operation.lookAgain(due));
    }

    private static Instant due(Session session, Failure failure, Policy policy, Instant now) {
        return switch (failure) {
            case Failure.Limited(var after, _) -> now.plus(after.orElse(policy.slotWait()));
            case Failure.KeyRefused _, Failure.Permanent _ -> now.plus(policy.slotWait());
            case Failure.AsProbe _ -> now.plus(policy.slotWait());
            case Failure.Conflict _ -> now.plus(policy.conflictWait());
            case Failure.Transient _, Failure.Unknown _ ->
                    now.plus(policy.retryAfter(session.id(), attempt(session)));
        };
    }

    /** What is nobody's fault costs no attempt; a conflict that never ends is somebody's. */
    private static boolean isFree(State state, Failure failure, Policy policy, Instant now) {
        return switch (failure) {
            case Failure.Limited _, Failure.KeyRefused _, Failure.AsProbe _ -> true;
            case Failure.Conflict _ -> now.isBefore(state.since().plus(policy.operationTime()));
            case Failure.Permanent _, Failure.Transient _, Failure.Unknown _ -> false;
        };
    }

    private static int attempt(Session session) {
        return session.operation().map(Operation::attempt).orElse(1);
    }

    private static Cause failed(String what, int tries, Failure failure) {
        return Cause.own(
                Cause.Kind.OPERATION,
                "tried %d times to %s it; the last time: %s"
                        .formatted(tries, what, failure.evidence()));
    }
}
