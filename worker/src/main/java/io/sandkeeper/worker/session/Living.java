package io.sandkeeper.worker.session;

import java.time.Instant;

/** From the first sandbox on: running, pausing, asleep, waking, and lost. */
final class Living {
    static final Cause ASKED_MEANWHILE =
            Cause.own(Cause.Kind.REQUEST, "asked for while it was under way");

    private final Policy policy;

    Living(Policy policy) {
        this.policy = policy;
    }

    Decision whileRunning(Session session, State.Running running, Signal signal, Instant now) {
        var sandbox = running.sandbox();
        return switch (signal) {
            case Signal.Requested(var origin, _, _) ->
                    new Change(session, now)
                            .taking(origin)
                            .want(Desired.RUNNING, origin)
                            .fulfilled()
                            .tell(origin.because("it runs already"), new Notice.Ready(Remarks.NONE))
                            .done();
            case Signal.PauseRequested(var origin) ->
                    startPausing(
                            new Change(session, now).taking(origin).want(Desired.PAUSED, origin),
                            sandbox,
                            origin.because("asked for"),
                            now);
            case Signal.ResumeRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.RetryRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.RecreateRequested(var origin) ->
                    new Change(session, now).refuse(origin, Refusal.NOT_SUPPORTED_YET);
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    settingsChanged(session, origin, settings, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.ALREADY_SO);
            case Signal.Gone(var generation, var evidence)
                    when generation == session.generation() ->
                    lose(session, evidence, now);
            case Signal.FoundPaused(var generation, var evidence)
                    when generation == session.generation() ->
                    foundPaused(session, sandbox, evidence, now);
            case Signal.TimerFired _ when isIdle(session, now) ->
                    startPausing(
                            new Change(session, now).wantWithoutAsking(Desired.PAUSED),
                            sandbox,
                            Cause.own(
                                    Cause.Kind.IDLE,
                                    "not used since " + session.use().lastActivity()),
                            now);
            case Signal.TimerFired _ when Timers.pause(session).isPresent() ->
                    rearmed(session, now);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.TakenUp _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whilePausing(Session session, State.Pausing pausing, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.PauseDone(var generation) when generation == session.generation() ->
                    paused(session, pausing, now);
            case Signal.PauseFailed(var generation, _, var failure)
                    when generation == session.generation() ->
                    tryAgain(session, failure, now);
            case Signal.FoundPaused(var generation, _) when generation == session.generation() ->
                    paused(session, pausing, now);
            case Signal.Gone(var generation, var evidence)
                    when generation == session.generation() ->
                    lose(session, evidence, now);
            case Signal.TakenUp(var lease) -> Starting.takeUp(session, lease, now);
            case Signal.Requested(var origin, _, _) -> wake(session, origin, now);
            case Signal.ResumeRequested(var origin) -> wake(session, origin, now);
            case Signal.Used(var origin) when wakes(session, origin, pausing.since()) ->
                    wake(session, origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.PauseRequested(var origin) ->
                    new Change(session, now).taking(origin).want(Desired.PAUSED, origin).done();
            case Signal.RetryRequested(var origin) -> Starting.hurry(session, origin, now);
            case Signal.RecreateRequested(var origin) ->
                    new Change(session, now).refuse(origin, Refusal.NOT_SUPPORTED_YET);
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    settingsChanged(session, origin, settings, now);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whilePaused(Session session, State.Paused paused, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested(var origin, _, _) ->
                    resume(session, paused.sandbox(), origin, now);
            case Signal.ResumeRequested(var origin) ->
                    resume(session, paused.sandbox(), origin, now);
            case Signal.Used(var origin) when wakes(session, origin, paused.decidedAt()) ->
                    resume(session, paused.sandbox(), origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.PauseRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.RetryRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.RecreateRequested(var origin) ->
                    new Change(session, now).refuse(origin, Refusal.NOT_SUPPORTED_YET);
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    settingsChanged(session, origin, settings, now);
            case Signal.Gone(var generation, var evidence)
                    when generation == session.generation() ->
                    lose(session, evidence, now);
            case Signal.TakenUp _, Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whileResuming(Session session, State.Resuming resuming, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.ResumeDone(var generation, var url)
                    when generation == session.generation() -> {
                var sandbox = resuming.sandbox();
                var awake =
                        new Sandbox(
                                sandbox.id(),
                                sandbox.generation(),
                                sandbox.template(),
                                url.or(sandbox::url));
                var change =
                        new Change(session, now)
                                .noOperation()
                                .to(new State.Running(now, awake))
                                .tell(resuming.cause(), new Notice.Resumed());
                yield session.desired() == Desired.PAUSED
                        ? startPausing(change, awake, ASKED_MEANWHILE, now)
                        : change.fulfilled().done();
            }
            case Signal.ResumeFailed(var generation, _, var failure)
                    when generation == session.generation() ->
                    tryAgain(session, failure, now);
            case Signal.Gone(var generation, var evidence)
                    when generation == session.generation() ->
                    recreate(lost(session, evidence, now), resuming.cause(), now).done();
            case Signal.TakenUp(var lease) -> Starting.takeUp(session, lease, now);
            case Signal.Requested(var origin, _, _) ->
                    new Change(session, now).taking(origin).want(Desired.RUNNING, origin).done();
            case Signal.ResumeRequested(var origin) ->
                    new Change(session, now).taking(origin).want(Desired.RUNNING, origin).done();
            case Signal.PauseRequested(var origin) ->
                    new Change(session, now).taking(origin).want(Desired.PAUSED, origin).done();
            case Signal.Used _ -> new Decision.Ignore(Idle.ALREADY_SO);
            case Signal.RetryRequested(var origin) -> Starting.hurry(session, origin, now);
            case Signal.RecreateRequested(var origin) ->
                    new Change(session, now).refuse(origin, Refusal.NOT_SUPPORTED_YET);
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    settingsChanged(session, origin, settings, now);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whileLost(Session session, State.Lost lost, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested(var origin, _, _) -> comeBack(session, origin, now);
            case Signal.ResumeRequested(var origin) -> comeBack(session, origin, now);
            case Signal.RecreateRequested(var origin) -> comeBack(session, origin, now);
            case Signal.RetryRequested(var origin) -> comeBack(session, origin, now);
            case Signal.Used(var origin) when wakes(session, origin, lost.since()) ->
                    comeBack(session, origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.PauseRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    settingsChanged(session, origin, settings, now);
            case Signal.TakenUp _, Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    /**
     * It was used since the timer was set: the write moves the stored due time, activity never
     * does.
     */
    private static Decision rearmed(Session session, Instant now) {
        return new Change(session, now).done();
    }

    static Decision startPausing(Change change, Sandbox sandbox, Cause cause, Instant now) {
        return change.to(new State.Pausing(now, sandbox, cause))
                .start(Operation.Kind.PAUSE, now)
                .tell(cause, new Notice.Pausing())
                .done();
    }

    static Decision settingsChanged(
            Session session, Origin origin, Settings settings, Instant now) {
        var profile = session.profile().with(settings);
        return new Change(session, now)
                .taking(origin)
                .profile(profile)
                .tell(origin.because("asked for"), new Notice.SettingsChanged(profile))
                .done();
    }

    private static boolean isIdle(Session session, Instant now) {
        return session.operation().isEmpty()
                && Timers.pause(session).filter(due -> !due.isAfter(now)).isPresent();
    }

    /**
     * Use wakes what is asleep, unless its owner wants to wake it by hand, or the use is older than
     * the sleep.
     */
    private static boolean wakes(Session session, Origin origin, Instant since) {
        return session.profile().wake() == Wake.ON_ACTIVITY && origin.at().isAfter(since);
    }

    private static Decision paused(Session session, State.Pausing pausing, Instant now) {
        var sandbox = pausing.sandbox();
        var cause = pausing.cause();
        var change =
                new Change(session, now)
                        .noOperation()
                        .to(new State.Paused(now, sandbox, cause, pausing.since()))
                        .tell(cause, new Notice.Paused());
        return session.desired() == Desired.RUNNING
                ? startResuming(change, sandbox, ASKED_MEANWHILE, now)
                : change.fulfilled().done();
    }

    private static Decision foundPaused(
            Session session, Sandbox sandbox, String evidence, Instant now) {
        var cause = Cause.own(Cause.Kind.PROVIDER, evidence);
        return new Change(session, now)
                .wantWithoutAsking(Desired.PAUSED)
                .to(new State.Paused(now, sandbox, cause, now))
                .tell(cause, new Notice.Paused())
                .done();
    }

    /** While it is falling asleep it cannot be woken; it is as soon as it sleeps. */
    private static Decision wake(Session session, Origin origin, Instant now) {
        return new Change(session, now).taking(origin).want(Desired.RUNNING, origin).done();
    }

    private static Decision resume(Session session, Sandbox sandbox, Origin origin, Instant now) {
        return startResuming(
                new Change(session, now).taking(origin).want(Desired.RUNNING, origin),
                sandbox,
                origin.because("asked for, or used"),
                now);
    }

    private static Decision startResuming(
            Change change, Sandbox sandbox, Cause cause, Instant now) {
        return change.to(new State.Resuming(now, sandbox, cause))
                .start(Operation.Kind.RESUME, now)
                .tell(cause, new Notice.Resuming())
                .done();
    }

    /**
     * Pausing and waking are tried until they succeed or the sandbox is gone: giving up would lose
     * it or leave it running for ever.
     */
    private Decision tryAgain(Session session, Failure failure, Instant now) {
        var attempt = session.operation().map(Operation::attempt).orElse(1);
        var due =
                switch (failure) {
                    case Failure.Limited(var after, _) -> now.plus(after.orElse(policy.slotWait()));
                    case Failure.KeyRefused _, Failure.Permanent _ -> now.plus(policy.slotWait());
                    case Failure.Conflict _ -> now.plus(policy.conflictWait());
                    case Failure.Transient _, Failure.Unknown _ ->
                            now.plus(policy.retryAfter(session.id(), attempt));
                };
        return new Change(session, now).operation(operation -> operation.lookAgain(due)).done();
    }

    private static Decision lose(Session session, String evidence, Instant now) {
        return lost(session, evidence, now).done();
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
