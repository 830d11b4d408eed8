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
            case Signal.RecreateRequested(var origin) ->
                    Replacing.byHand(session, origin, policy, now);
            case Signal.RetryRequested(var origin) -> comeBack(session, origin, now);
            case Signal.Used(var origin) when Asleep.wakes(session, origin, lost.since()) ->
                    comeBack(session, origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.ArchiveRequested(var origin) ->
                    new Change(session, now).refuse(origin, Refusal.NOTHING_TO_COPY);
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
        return isOf(session, lost, back)
                && back.seenAt().isAfter(lost.since())
                && session.condemned().stream()
                        .noneMatch(one -> one.sandbox().equals(Optional.of(back.sandbox().id())));
    }

    /** One that was gone back to is older than its session's generation. */
    private static boolean isOf(Session session, State.Lost lost, Signal.Reappeared back) {
        return back.generation() == session.generation()
                || lost.last()
                        .filter(last -> last.sandbox().equals(back.sandbox().id()))
                        .isPresent();
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
        return lost(new Change(session, now), session, evidence, now).done();
    }

    /** Whoever uses it at this moment is given another one at once. */
    static Decision missing(
            Change change, Session session, String evidence, Policy policy, Instant now) {
        var lost = lost(change, session, evidence, now);
        return isInUse(session, policy, now)
                ? again(lost, Replacement.Why.LOST, provider(evidence), policy, now).done()
                : lost.done();
    }

    private static boolean isInUse(Session session, Policy policy, Instant now) {
        var since = now.minus(policy.care().inUse());
        return session.use().lastActivity().isAfter(since)
                || session.use().busyUntil().isAfter(now);
    }

    /** Lost when it was wanted: the next one is made at once. */
    static Decision replace(
            Session session, String evidence, Cause reason, Policy policy, Instant now) {
        var change =
                again(
                        lost(new Change(session, now), session, evidence, now),
                        Replacement.Why.RESUME_NOT_FOUND,
                        reason,
                        policy,
                        now);
        // It keeps the place in the account that it had for waking.
        return session.isUntouched() ? change.done() : change.operation(Operation::goingOn).done();
    }

    static Change lost(Change change, Session session, String evidence, Instant now) {
        var cause = provider(evidence);
        return change.noOperation()
                .care(care -> care.seen(Health.EXPIRED))
                .to(new State.Lost(now, cause, Replacing.replaced(session.state())))
                .tell(cause, new Notice.Lost());
    }

    private static Cause provider(String evidence) {
        return Cause.own(Cause.Kind.PROVIDER, evidence);
    }

    private Decision comeBack(Session session, Origin origin, Instant now) {
        var change = new Change(session, now).taking(origin).want(Desired.RUNNING, origin);
        return again(
                        change,
                        Replacement.Why.LOST,
                        origin.because("asked for, or used"),
                        policy,
                        now)
                .done();
    }

    private static Change again(
            Change change, Replacement.Why why, Cause cause, Policy policy, Instant now) {
        return Replacing.byItself(change, change.soFar(), why, cause, policy, now);
    }
}
