package io.sandkeeper.worker.session;

import java.time.Instant;

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
            case Signal.TakenUp _, Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    static Decision lose(Session session, String evidence, Instant now) {
        return lost(session, evidence, now).done();
    }

    /** Lost when it was wanted: the next one is made at once. */
    static Decision replace(Session session, String evidence, Cause reason, Instant now) {
        return recreate(lost(session, evidence, now), reason, now).done();
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
