package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Killing, what has ended, and what failed. Kill is legal in every state and durable until the
 * provider confirms it.
 */
final class Ending {
    private final Policy policy;

    Ending(Policy policy) {
        this.policy = policy;
    }

    /** Kills whatever there is or may be; without any it is done at once. */
    static Decision kill(Session session, Origin origin, Policy policy, Instant now) {
        var cause = origin.because("asked for");
        var change =
                new Change(session, now).taking(origin).want(Desired.GONE, origin).noOperation();
        session.state()
                .current()
                .ifPresent(
                        sandbox ->
                                change.condemn(
                                        Condemned.known(
                                                new Incarnation(session.id(), sandbox.generation()),
                                                sandbox.id(),
                                                now)));
        if (mayHaveMadeOne(session)) {
            change.condemn(
                    Condemned.sought(session.incarnation(), now, soughtFrom(session, policy, now)));
        }
        change.to(new State.Killing(now, cause)).tell(cause, new Notice.Killing());
        return change.nothingCondemned()
                ? change.to(new State.Killed(now, cause))
                        .fulfilled()
                        .tell(cause, new Notice.Killed())
                        .done()
                : change.done();
    }

    /**
     * The provider's end of life for a sandbox comes, whatever is done: its owner is warned in
     * time, and then it is ended by us, so that it ends with a cause and not with a surprise. Its
     * files are to be kept before that, here, when there is a place to keep them.
     */
    static Decision endOfLife(
            Session session,
            Function<Sandbox, State> warned,
            Sandbox sandbox,
            Policy policy,
            Instant now) {
        var lifespan = policy.lifespan();
        var end = lifespan.end(sandbox);
        var cause = Cause.own(Cause.Kind.EXPIRY, "created " + sandbox.bornAt());
        var change = new Change(session, now);
        if (end.isAfter(now)) {
            return change.to(warned.apply(sandbox.warned(lifespan.warningsBy(sandbox, now))))
                    .tell(cause, new Notice.Expiring(end))
                    .done();
        }
        var incarnation = new Incarnation(session.id(), sandbox.generation());
        return change.wantWithoutAsking(Desired.GONE)
                .noOperation()
                .fulfilled()
                .condemn(Condemned.known(incarnation, sandbox.id(), now))
                .to(new State.Expired(now, cause))
                .tell(cause, new Notice.Expired())
                .done();
    }

    /** True when a creation is under way or its outcome was never learned. */
    static boolean mayHaveMadeOne(Session session) {
        return session.operation()
                .filter(operation -> operation.kind() == Operation.Kind.CREATE)
                .filter(operation -> operation.lease().isPresent() || operation.look())
                .isPresent();
    }

    /**
     * A call under way is waited for: looking before it has ended proves nothing. Its own outcome
     * hurries the search.
     */
    static Instant soughtFrom(Session session, Policy policy, Instant now) {
        return session.operation()
                .flatMap(Operation::lease)
                .map(lease -> lease.since().plus(policy.callTime()))
                .filter(end -> end.isAfter(now))
                .orElse(now);
    }

    Decision whileKilling(Session session, State.Killing killing, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.KillRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Intent intent ->
                    new Change(session, now).refuse(intent.origin(), Refusal.SESSION_ENDED);
            case Signal.TimerFired _ when session.condemned().isEmpty() ->
                    new Change(session, now)
                            .to(new State.Killed(now, killing.cause()))
                            .fulfilled()
                            .tell(killing.cause(), new Notice.Killed())
                            .done();
            case Signal.TakenUp _, Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whileEnded(Session session, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.KillRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Intent intent ->
                    new Change(session, now).refuse(intent.origin(), Refusal.SESSION_ENDED);
            case Signal.TakenUp _, Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whileFailed(Session session, State.Failed failed, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested request ->
                    startOver(session, request.origin(), request.profile(), now);
            case Signal.RetryRequested(var origin) ->
                    startOver(session, origin, session.profile(), now);
            case Signal.RecreateRequested(var origin) ->
                    startOver(session, origin, session.profile(), now);
            case Signal.ResumeRequested(var origin) ->
                    startOver(session, origin, session.profile(), now);
            case Signal.ArchiveRequested(var origin) ->
                    new Change(session, now).refuse(origin, Refusal.NOTHING_TO_COPY);
            case Signal.KillRequested(var origin) -> kill(session, origin, policy, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    Awake.settingsChanged(session, origin, settings, now);
            case Signal.PauseRequested(var origin) -> Starting.quiet(session, origin, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.TakenUp _, Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.Outcome _, Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    /** A new generation: whatever the failed one may still bring is a stray. */
    private static Decision startOver(
            Session session, Origin origin, Profile profile, Instant now) {
        return new Change(session, now)
                .taking(origin)
                .want(Desired.RUNNING, origin)
                .profile(profile)
                .nextGeneration()
                .to(State.Queued.first(now))
                .start(Operation.Kind.CREATE, now)
                .tell(
                        origin.because("asked for again"),
                        new Notice.Queued(Waiting.TURN, Optional.empty()))
                .done();
    }
}
