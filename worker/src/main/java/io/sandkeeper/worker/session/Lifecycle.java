package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * The state machine: the only place that says what becomes of a session. Pure; the same input gives
 * the same decision on every worker.
 */
public final class Lifecycle {
    private final Starting starting;
    private final Remaking remaking;
    private final Awake awake;
    private final Asleep asleep;
    private final Losing losing;
    private final Ending ending;
    private final Timers timers;
    private final Policy policy;

    public Lifecycle(Policy policy) {
        this.policy = policy;
        this.timers = new Timers(policy);
        this.starting = new Starting(policy);
        this.remaking = new Remaking(starting, timers);
        this.awake = new Awake(policy);
        this.asleep = new Asleep(policy);
        this.losing = new Losing(policy);
        this.ending = new Ending(policy);
    }

    /** What a signal makes of a session that is not in the store. */
    public Decision decideUnknown(SessionId id, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested request -> open(id, request, now);
            case Signal.KillRequested(var origin) -> bury(id, origin, now);
            case Signal.Intent _, Signal.Outcome _ -> new Decision.Ignore(Idle.UNKNOWN_SESSION);
            case Signal.TakenUp _, Signal.LeaseLost _, Signal.TimerFired _ ->
                    new Decision.Ignore(Idle.UNKNOWN_SESSION);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.UNKNOWN_SESSION);
        };
    }

    public Decision decide(Session session, Signal signal, Instant now) {
        return switch (decideOn(session, signal, now)) {
            case Decision.Step(var next, var notices) ->
                    new Decision.Step(tallied(session, next, now), notices);
            case Decision.Refuse refused -> refused;
            case Decision.Ignore ignored -> ignored;
        };
    }

    private Session tallied(Session before, Session next, Instant now) {
        return next.tallied(Tally.after(before, next.state(), policy.pricePerHour(), now));
    }

    private Decision decideOn(Session session, Signal signal, Instant now) {
        if (signal instanceof Signal.Intent intent) {
            var known = session.ledger().recognise(intent.origin());
            if (known.isPresent()) {
                return new Decision.Ignore(known.get());
            }
        }
        if (signal instanceof Signal.Reported(var lease, var outcome)) {
            return Clearing.isOvertaken(session, lease, outcome)
                    ? new Decision.Ignore(Idle.OUT_OF_DATE)
                    : decideOn(session, outcome, now);
        }
        var cleared = Clearing.decide(session, signal, policy, now);
        if (cleared.isPresent()) {
            return cleared.get();
        }
        return switch (session.state()) {
            case State.Queued queued -> starting.whileQueued(session, queued, signal, now);
            case State.Creating creating -> starting.whileCreating(session, creating, signal, now);
            case State.Recreating recreating ->
                    remaking.whileRecreating(session, recreating, signal, now);
            case State.Running running -> awake.whileRunning(session, running, signal, now);
            case State.Pausing pausing -> asleep.whilePausing(session, pausing, signal, now);
            case State.Paused paused -> asleep.whilePaused(session, paused, signal, now);
            case State.Resuming resuming -> asleep.whileResuming(session, resuming, signal, now);
            case State.Lost lost -> losing.whileLost(session, lost, signal, now);
            case State.Failed failed -> ending.whileFailed(session, failed, signal, now);
            case State.Killing killing -> ending.whileKilling(session, killing, signal, now);
            case State.Killed _, State.Expired _ -> ending.whileEnded(session, signal, now);
        };
    }

    private static Decision open(SessionId id, Signal.Requested request, Instant now) {
        var origin = request.origin();
        return new Change(Session.requested(id, request, now), now)
                .taking(origin)
                .want(Desired.RUNNING, origin)
                .tell(
                        origin.because("requested"),
                        new Notice.Queued(Waiting.TURN, Optional.empty()))
                .done();
    }

    private static Decision bury(SessionId id, Origin origin, Instant now) {
        var cause = origin.because("killed before it was requested");
        return new Change(Session.tombstone(id, cause, now), now)
                .taking(origin)
                .tell(cause, new Notice.Killed())
                .done();
    }

    /**
     * When the session next wants to be looked at, by its own timers; empty when it waits for
     * others only.
     */
    public Optional<Instant> dueAt(Session session) {
        return timers.earliest(session);
    }
}
