package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/** While a sandbox runs: it is used or not, and three deadlines come nearer. */
final class Awake {
    private final Policy policy;
    private final Timers timers;

    Awake(Policy policy) {
        this.policy = policy;
        this.timers = new Timers(policy);
    }

    Decision whileRunning(Session session, State.Running running, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Intent intent -> asked(session, running, intent, now);
            case Signal.Outcome outcome -> learned(session, running, outcome, now);
            case Signal.TimerFired _ -> timer(session, running, now);
            case Signal.TakenUp(var lease) -> Starting.takeUp(session, lease, now);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    private Decision asked(
            Session session, State.Running running, Signal.Intent intent, Instant now) {
        return switch (intent) {
            case Signal.Requested(var origin, _, _) ->
                    new Change(session, now)
                            .taking(origin)
                            .want(Desired.RUNNING, origin)
                            .fulfilled()
                            .tell(origin.because("it runs already"), new Notice.Ready(Remarks.NONE))
                            .done();
            case Signal.PauseRequested(var origin) ->
                    Asleep.startPausing(
                            new Change(session, now).taking(origin).want(Desired.PAUSED, origin),
                            running.sandbox(),
                            origin.because("asked for"),
                            now);
            case Signal.ResumeRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.RetryRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.ArchiveRequested(var origin) -> Keeping.asked(session, origin, now);
            case Signal.RecreateRequested(var origin) ->
                    Replacing.byHand(session, origin, policy, now);
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    settingsChanged(session, origin, settings, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.ALREADY_SO);
        };
    }

    private Decision learned(
            Session session, State.Running running, Signal.Outcome outcome, Instant now) {
        if (outcome.generation() != session.generation()) {
            return new Decision.Ignore(Idle.OUT_OF_DATE);
        }
        return switch (outcome) {
            case Signal.Extended(_, _, var by) ->
                    new Change(session, now)
                            .noOperation()
                            .to(running.extended(begun(session, policy, now).plus(by)))
                            .done();
            case Signal.ExtendFailed(_, _, var failure) ->
                    Trying.extending(session, running, failure, policy, now);
            case Signal.Gone(_, var evidence) -> Losing.lose(session, evidence, now);
            case Signal.HealthSeen seen ->
                    Watching.whileRunning(session, running, seen, policy, now);
            case Signal.ArchiveDone(_, _, var archived) -> Keeping.archived(session, archived, now);
            case Signal.ArchiveFailed(_, _, var failure) ->
                    Keeping.archiveFailed(session, failure, policy, now);
            case Signal.Verified(_, _, var loss) ->
                    Keeping.verified(new Change(session, now), loss);
            case Signal.VerifyFailed(_, _, var failure) ->
                    Keeping.verifyFailed(session, failure, policy, now);
            case Signal.Progressed _, Signal.Doubted _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.FoundPaused(_, var seenAt, var evidence)
                    when seenAt.isAfter(running.since()) ->
                    foundPaused(session, running, evidence, now);
            case Signal.FoundPaused _, Signal.FoundRunning _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Created _, Signal.CreateFailed _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.PauseDone _, Signal.PauseFailed _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.ResumeDone _, Signal.ResumeFailed _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Destroyed _, Signal.DestroyFailed _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.NotSeen _, Signal.StraySeen _, Signal.Reappeared _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Reported(_, var told) -> learned(session, running, told, now);
        };
    }

    /** One timer stands for all: what is due is done, the most final first. */
    private Decision timer(Session session, State.Running running, Instant now) {
        var sandbox = running.sandbox();
        if (isDue(timers.endOfLife(sandbox), now)) {
            return Ending.endOfLife(session, running::with, sandbox, policy, now);
        }
        var pausesAt = Timers.pause(session, running);
        if (pausesAt.filter(at -> isDue(at, now)).isPresent()) {
            return Asleep.startPausing(
                    new Change(session, now).wantWithoutAsking(Desired.PAUSED),
                    sandbox,
                    Cause.own(Cause.Kind.IDLE, "not used since " + session.use().lastActivity()),
                    now);
        }
        if (isDue(timers.roll(running), now)) {
            return Asleep.startPausing(
                    new Change(session, now),
                    sandbox,
                    Cause.own(Cause.Kind.EXPIRY, "a break before the provider's longest run"),
                    now);
        }
        return housekeeping(session, running, pausesAt, now);
    }

    /**
     * What does not end the run. If nothing is due it was used since the timer was set: the write
     * moves the stored due time, activity never does.
     */
    private Decision housekeeping(
            Session session, State.Running running, Optional<Instant> pausesAt, Instant now) {
        var change = new Change(session, now);
        if (timers.extension(session, running).filter(at -> isDue(at, now)).isPresent()) {
            change.start(Operation.Kind.EXTEND, now);
        } else if (timers.archive(session, running).filter(at -> isDue(at, now)).isPresent()) {
            if (Keeping.mayHaveChanged(session)) {
                Keeping.begin(change, session, now);
            } else {
                change.care(care -> care.looked(now));
            }
        }
        if (timers.warning(session, running).filter(at -> isDue(at, now)).isPresent()) {
            var at = pausesAt.orElseThrow();
            change.to(running.warned(at))
                    .tell(
                            Cause.own(
                                    Cause.Kind.IDLE,
                                    "not used since " + session.use().lastActivity()),
                            new Notice.PauseWarning(at));
        }
        return change.done();
    }

    private static boolean isDue(Instant at, Instant now) {
        return !at.isAfter(now);
    }

    /** What runs from now on. Its time at the provider counts from when the provider was asked. */
    static State.Running running(Session session, Sandbox sandbox, Policy policy, Instant now) {
        var end = begun(session, policy, now).plus(policy.lifespan().of(session.profile()));
        return new State.Running(now, sandbox, end, Optional.empty());
    }

    /** When the operation's call was made, at the earliest. */
    private static Instant begun(Session session, Policy policy, Instant now) {
        return session.operation()
                .flatMap(Operation::lease)
                .map(Operation.Lease::since)
                .orElse(now.minus(policy.callTime()));
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

    private static Decision foundPaused(
            Session session, State.Running running, String evidence, Instant now) {
        var cause = Cause.own(Cause.Kind.PROVIDER, evidence);
        return new Change(session, now)
                .wantWithoutAsking(Desired.PAUSED)
                .noOperation()
                .to(new State.Paused(now, running.sandbox(), cause, now))
                .tell(cause, new Notice.Paused())
                .done();
    }
}
