package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/** Falling asleep, asleep, and waking. */
final class Asleep {
    static final Cause ASKED_MEANWHILE =
            Cause.own(Cause.Kind.REQUEST, "asked for while it was under way");

    private final Policy policy;
    private final Timers timers;

    Asleep(Policy policy) {
        this.policy = policy;
        this.timers = new Timers(policy);
    }

    Decision whilePausing(Session session, State.Pausing pausing, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.PauseDone(var generation, var archived)
                    when generation == session.generation() ->
                    paused(session, pausing, archived, now);
            case Signal.ArchiveFailed(var generation, _, var failure)
                    when generation == session.generation() ->
                    Keeping.failedToArchive(new Change(session, now), failure, now).done();
            case Signal.Verified(var generation, _, var loss)
                    when generation == session.generation() ->
                    Keeping.compared(new Change(session, now), loss).done();
            case Signal.PauseFailed(var generation, _, var failure)
                    when generation == session.generation() ->
                    Trying.pausing(session, pausing, failure, policy, now);
            case Signal.FoundPaused(var generation, var seenAt, _)
                    when generation == session.generation() && seenAt.isAfter(pausing.since()) ->
                    paused(session, pausing, Optional.empty(), now);
            case Signal.Gone(var generation, var evidence)
                    when generation == session.generation() ->
                    Losing.lose(session, evidence, now);
            case Signal.TakenUp(var lease) -> Starting.takeUp(session, lease, now);
            case Signal.Requested(var origin, _, _) -> wake(session, origin, now);
            case Signal.ResumeRequested(var origin) -> wake(session, origin, now);
            case Signal.Used(var origin) when wakes(session, origin, Trying.rested(pausing)) ->
                    wake(session, origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.PauseRequested(var origin) ->
                    new Change(session, now).taking(origin).want(Desired.PAUSED, origin).done();
            case Signal.Intent intent -> aside(session, intent, now);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whilePaused(Session session, State.Paused paused, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested(var origin, _, _) -> resume(session, paused, origin, now);
            case Signal.ResumeRequested(var origin) -> resume(session, paused, origin, now);
            case Signal.Used(var origin) when wakes(session, origin, Trying.rested(paused)) ->
                    resume(session, paused, origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.PauseRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.RetryRequested(var origin) when Trying.isSetback(paused.cause()) ->
                    resume(session, paused, origin, now);
            case Signal.Intent intent -> aside(session, intent, now);
            case Signal.Gone(var generation, var evidence)
                    when generation == session.generation() ->
                    Losing.lose(session, evidence, now);
            case Signal.FoundRunning(var generation, var seenAt, var endAt, var evidence)
                    when generation == session.generation() && seenAt.isAfter(paused.since()) ->
                    foundRunning(session, paused, endAt, evidence, now);
            case Signal.HealthSeen seen when seen.generation() == session.generation() ->
                    Watching.whilePaused(session, paused, seen, now);
            case Signal.TimerFired _ when !timers.endOfLife(paused.sandbox()).isAfter(now) ->
                    Ending.endOfLife(session, paused::with, paused.sandbox(), policy, now);
            case Signal.TimerFired _
                    when timers.lastCopy(session, paused)
                            .filter(at -> !at.isAfter(now))
                            .isPresent() ->
                    startResuming(new Change(session, now), paused.sandbox(), LastCopy.CAUSE, now)
                            .done();
            case Signal.TakenUp _, Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whileResuming(Session session, State.Resuming resuming, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.ResumeDone(var generation, var url)
                    when generation == session.generation() ->
                    resumed(session, resuming, url, now);
            case Signal.ResumeFailed(var generation, _, var failure)
                    when generation == session.generation() ->
                    Trying.waking(session, resuming, failure, policy, now);
            case Signal.Gone(var generation, var evidence)
                    when generation == session.generation() ->
                    LastCopy.isAllThatIsWanted(session)
                            ? Losing.lose(session, evidence, now)
                            : Losing.replace(session, evidence, resuming.cause(), policy, now);
            case Signal.Used(var origin)
                    when LastCopy.isAllThatIsWanted(session)
                            && wakes(
                                    session,
                                    origin,
                                    LastCopy.usedFrom(resuming.cause(), resuming.since())) ->
                    wake(session, origin, now);
            case Signal.TakenUp(var lease) -> Starting.takeUp(session, lease, now);
            case Signal.Requested(var origin, _, _) -> wake(session, origin, now);
            case Signal.ResumeRequested(var origin) -> wake(session, origin, now);
            case Signal.PauseRequested(var origin)
                    when session.isUntouched() && !LastCopy.isAllThatIsWanted(session) ->
                    sleepOn(session, resuming, origin, now);
            case Signal.PauseRequested(var origin) ->
                    new Change(session, now).taking(origin).want(Desired.PAUSED, origin).done();
            case Signal.Used _ -> new Decision.Ignore(Idle.ALREADY_SO);
            case Signal.Intent intent -> aside(session, intent, now);
            case Signal.TimerFired _
                    when LastCopy.isAllThatIsWanted(session)
                            && !timers.endOfLife(resuming.sandbox()).isAfter(now) ->
                    Ending.endOfLife(session, resuming::with, resuming.sandbox(), policy, now);
            case Signal.TimerFired _ when timers.isOutOfPatience(session, now) ->
                    Trying.giveUpWaking(session, resuming, Trying.waited(resuming), now);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    /** Intents that are the same however deep it sleeps. */
    private Decision aside(Session session, Signal.Intent intent, Instant now) {
        return switch (intent) {
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    Awake.settingsChanged(session, origin, settings, now);
            case Signal.RecreateRequested(var origin) ->
                    session.state() instanceof State.Paused
                            ? Replacing.byHand(session, origin, policy, now)
                            : new Change(session, now).refuse(origin, Refusal.IN_TRANSITION);
            case Signal.RetryRequested(var origin) -> Starting.hurry(session, origin, now);
            case Signal.ArchiveRequested(var origin) -> Keeping.asleep(session, origin, now);
            case Signal.Requested _, Signal.ResumeRequested _, Signal.PauseRequested _ ->
                    throw new IllegalStateException("not the same in every state: " + intent);
            case Signal.Used _ -> throw new IllegalStateException("decided before: " + intent);
        };
    }

    static Decision startPausing(Change change, Sandbox sandbox, Cause cause, Instant now) {
        return change.to(new State.Pausing(now, sandbox, cause))
                .start(Operation.Kind.PAUSE, now)
                .tell(cause, new Notice.Pausing())
                .done();
    }

    /**
     * Use wakes what is asleep, unless its owner wants to wake it by hand, or the use is older than
     * the sleep. Use in the same millisecond wins: it would have kept the session awake, had it
     * come a moment earlier.
     */
    static boolean wakes(Session session, Origin origin, Instant since) {
        return session.profile().wake() == Wake.ON_ACTIVITY && !origin.at().isBefore(since);
    }

    private static Decision paused(
            Session session, State.Pausing pausing, Optional<Archived> archived, Instant now) {
        var sandbox = pausing.sandbox();
        var cause = pausing.cause();
        var sealing = new Change(session, now);
        archived.ifPresent(
                one ->
                        Keeping.told(sealing, session, one)
                                .care(care -> care.sealed(one.archive(), now)));
        var change =
                sealing.noOperation()
                        .to(new State.Paused(now, sandbox, cause, pausing.since()))
                        .tell(cause, new Notice.Paused());
        return session.desired() == Desired.RUNNING
                ? startResuming(change, sandbox, ASKED_MEANWHILE, now)
                        .operation(Operation::goingOn)
                        .done()
                : change.fulfilled().done();
    }

    /** Nobody has begun to wake it: it sleeps still. */
    private static Decision sleepOn(
            Session session, State.Resuming resuming, Origin origin, Instant now) {
        var cause = origin.because("asked for");
        return new Change(session, now)
                .taking(origin)
                .want(Desired.PAUSED, origin)
                .noOperation()
                .fulfilled()
                .to(new State.Paused(now, resuming.sandbox(), cause, now))
                .tell(cause, new Notice.Paused())
                .done();
    }

    private Decision resumed(
            Session session, State.Resuming resuming, Optional<String> url, Instant now) {
        var sandbox = resuming.sandbox().at(url);
        var change =
                new Change(session, now)
                        .noOperation()
                        .to(Awake.running(session, sandbox, policy, now))
                        .tell(resuming.cause(), new Notice.Resumed());
        return session.desired() == Desired.PAUSED
                ? startPausing(
                        change.care(care -> care.woken(now)),
                        sandbox,
                        LastCopy.isAllThatIsWanted(session) ? LastCopy.CAUSE : ASKED_MEANWHILE,
                        now)
                : compareSoon(change.fulfilled(), session, now).done();
    }

    /** In the background: whoever woke it does not wait for that. */
    private static Change compareSoon(Change change, Session session, Instant now) {
        return session.care().seal().isPresent()
                ? change.care(care -> care.woken(now)).start(Operation.Kind.VERIFY, now)
                : change;
    }

    /** It costs money, and somebody uses it: it is ours to pause again. */
    private static Decision foundRunning(
            Session session, State.Paused paused, Instant endAt, String evidence, Instant now) {
        var cause = Cause.own(Cause.Kind.PROVIDER, evidence);
        var change =
                new Change(session, now)
                        .wantWithoutAsking(Desired.RUNNING)
                        .to(new State.Running(now, paused.sandbox(), endAt, Optional.empty()))
                        .tell(cause, new Notice.Resumed());
        return compareSoon(change, session, now).done();
    }

    /** While it is falling asleep it cannot be woken; it is as soon as it sleeps. */
    private static Decision wake(Session session, Origin origin, Instant now) {
        return new Change(session, now).taking(origin).want(Desired.RUNNING, origin).done();
    }

    private static Decision resume(
            Session session, State.Paused paused, Origin origin, Instant now) {
        return startResuming(
                        new Change(session, now).taking(origin).want(Desired.RUNNING, origin),
                        paused.sandbox(),
                        origin.because("asked for, or used"),
                        now)
                .done();
    }

    private static Change startResuming(Change change, Sandbox sandbox, Cause cause, Instant now) {
        return change.to(new State.Resuming(now, sandbox, cause))
                .start(Operation.Kind.RESUME, now)
                .tell(cause, new Notice.Resuming());
    }
}
