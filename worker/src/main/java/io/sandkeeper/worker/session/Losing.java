package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/** When the provider no longer has the sandbox and nobody asked for that: it can come back. */
final class Losing {
    private final Policy policy;

    Losing(Policy policy) {
        this.policy = policy;
    }

    Decision whileLost(Session session, State.Lost lost, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested(var origin, _, _) -> comeBack(session, origin, now);
            case Signal.ResumeRequested(var origin) -> comeBack(session, origin, now);
            case Signal.RecreateRequested(var origin) -> comeBack(session, origin, now);
            case Signal.RetryRequested(var origin) -> comeBack(session, origin, now);
            case Signal.Used(var origin) when Asleep.wakes(session, origin, lost.since()) ->
                    comeBack(session, origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.PauseRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    Awake.settingsChanged(session, origin, settings, now);
            case Signal.Reappeared back when isTheLast(session, lost, back) ->
                    takeBack(session, back, now);
            case Signal.TakenUp _, Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    /** Nothing newer was made since, and it was not given up. */
    private static boolean isTheLast(Session session, State.Lost lost, Signal.Reappeared back) {
        return back.generation() == session.generation()
                && back.seenAt().isAfter(lost.since())
                && session.condemned().stream()
                        .noneMatch(one -> one.sandbox().equals(Optional.of(back.sandbox().id())));
    }

    /** It has somebody's work in it, and nobody has begun another one. */
    private Decision takeBack(Session session, Signal.Reappeared back, Instant now) {
        var cause = Cause.own(Cause.Kind.PROVIDER, back.evidence());
        var sandbox = remembered(session, back.sandbox(), now);
        var change = new Change(session, now);
        return back.endAt()
                .map(
                        end ->
                                change.wantWithoutAsking(Desired.RUNNING)
                                        .to(new State.Running(now, sandbox, end, Optional.empty()))
                                        .tell(cause, new Notice.Resumed()))
                .orElseGet(
                        () ->
                                change.wantWithoutAsking(Desired.PAUSED)
                                        .to(new State.Paused(now, sandbox, cause, now))
                                        .tell(cause, new Notice.Paused()))
                .done();
    }

    /**
     * A provider says when it was started last. The first one of a session was made when it was
     * requested, or as much later as anybody may wait for that.
     */
    private Sandbox remembered(Session session, Sandbox seen, Instant now) {
        var latest = session.createdAt().plus(policy.longestQueue());
        var born =
                seen.generation() == 1 && latest.isBefore(seen.bornAt()) ? latest : seen.bornAt();
        var sandbox = seen.bornAt(born);
        return sandbox.warned(policy.lifespan().warningsBy(sandbox, now));
    }

    static Decision lose(Session session, String evidence, Instant now) {
        return lost(session, evidence, now).done();
    }

    /** Lost when it was wanted: the next one is made at once. */
    static Decision replace(Session session, String evidence, Cause reason, Instant now) {
        var change = recreate(lost(session, evidence, now), reason, now);
        return session.isUntouched() ? change.done() : change.operation(Operation::goingOn).done();
    }

    private static Change lost(Session session, String evidence, Instant now) {
        var cause = Cause.own(Cause.Kind.PROVIDER, evidence);
        return new Change(session, now)
                .noOperation()
                .to(new State.Lost(now, cause))
                .tell(cause, new Notice.Lost());
    }

    private static Decision comeBack(Session session, Origin origin, Instant now) {
        return recreate(
                        new Change(session, now).taking(origin).want(Desired.RUNNING, origin),
                        origin.because("asked for, or used"),
                        now)
                .done();
    }

    private static Change recreate(Change change, Cause reason, Instant now) {
        return change.nextGeneration()
                .to(new State.Recreating(now, reason))
                .start(Operation.Kind.CREATE, now)
                .tell(reason, new Notice.RecreationStarted());
    }
}
