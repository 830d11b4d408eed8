package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/** From the request to the first sandbox, and from a lost sandbox to the next one. */
final class Starting {
    private static final Cause CREATED = Cause.own(Cause.Kind.REQUEST, "created and answering");

    private final Policy policy;

    Starting(Policy policy) {
        this.policy = policy;
    }

    Decision whileQueued(Session session, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.TakenUp(var lease) when isDue(session, now) ->
                    new Change(session, now)
                            .operation(operation -> operation.leasedTo(lease))
                            .to(new State.Creating(now))
                            .tell(
                                    Cause.own(Cause.Kind.OPERATION, "its turn came"),
                                    new Notice.Creating(attempt(session)))
                            .done();
            case Signal.TakenUp _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.RetryRequested(var origin) -> hurry(session, origin, now);
            case Signal.Requested request -> requestedAnew(session, request, now);
            case Signal.Intent intent -> whileNotReady(session, intent, now);
            case Signal.Created created ->
                    ready(session, created, now, CREATED, new Notice.Ready(created.remarks()));
            case Signal.Outcome _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whileCreating(Session session, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Created created ->
                    ready(session, created, now, CREATED, new Notice.Ready(created.remarks()));
            case Signal.CreateFailed failed -> createFailed(session, failed, now, Optional.empty());
            case Signal.TakenUp(var lease) -> takeUp(session, lease, now);
            case Signal.RetryRequested(var origin) -> quiet(session, origin, now);
            case Signal.Intent intent -> whileNotReady(session, intent, now);
            case Signal.Outcome _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whileRecreating(
            Session session, State.Recreating recreating, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Created created ->
                    ready(
                            session,
                            created,
                            now,
                            recreating.reason(),
                            new Notice.RecreationCompleted(created.remarks()));
            case Signal.CreateFailed failed ->
                    createFailed(session, failed, now, Optional.of(recreating));
            case Signal.TakenUp(var lease) -> takeUp(session, lease, now);
            case Signal.RetryRequested(var origin) -> quiet(session, origin, now);
            case Signal.Intent intent -> whileNotReady(session, intent, now);
            case Signal.Outcome _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    /**
     * Intents on a session that has no sandbox yet: they change what is wanted of it when it has
     * one.
     */
    private Decision whileNotReady(Session session, Signal.Intent intent, Instant now) {
        return switch (intent) {
            case Signal.Requested request -> requestedAgain(session, request, now);
            case Signal.PauseRequested(var origin) -> wanting(session, Desired.PAUSED, origin, now);
            case Signal.ResumeRequested(var origin) ->
                    wanting(session, Desired.RUNNING, origin, now);
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.RecreateRequested(var origin) -> quiet(session, origin, now);
            case Signal.RetryRequested(var origin) -> quiet(session, origin, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    Living.settingsChanged(session, origin, settings, now);
            case Signal.Used _ -> new Decision.Ignore(Idle.ALREADY_SO);
        };
    }

    /** Nothing was begun for the older request: the newest one is carried out in its place. */
    private static Decision requestedAnew(Session session, Signal.Requested request, Instant now) {
        var origin = request.origin();
        return new Change(session, now)
                .taking(origin)
                .supersede(origin)
                .want(Desired.RUNNING, origin)
                .profile(request.profile())
                .done();
    }

    /** The sandbox that is being made for the older request answers the newer one too. */
    private static Decision requestedAgain(Session session, Signal.Requested request, Instant now) {
        return wanting(session, Desired.RUNNING, request.origin(), now);
    }

    private static Decision wanting(Session session, Desired wanted, Origin origin, Instant now) {
        return new Change(session, now).taking(origin).want(wanted, origin).done();
    }

    static Decision quiet(Session session, Origin origin, Instant now) {
        return new Change(session, now).taking(origin).done();
    }

    /** What waits to be tried again is tried now. */
    static Decision hurry(Session session, Origin origin, Instant now) {
        return new Change(session, now)
                .taking(origin)
                .operation(operation -> operation.hurried(now))
                .done();
    }

    static Decision takeUp(Session session, Operation.Lease lease, Instant now) {
        return isDue(session, now)
                ? new Change(session, now).operation(operation -> operation.leasedTo(lease)).done()
                : new Decision.Ignore(Idle.NOT_DUE);
    }

    static boolean isDue(Session session, Instant now) {
        return session.operation()
                .filter(operation -> operation.lease().isEmpty())
                .filter(operation -> !operation.dueAt().isAfter(now))
                .isPresent();
    }

    private static int attempt(Session session) {
        return session.operation().map(Operation::attempt).orElse(1);
    }

    private static Decision ready(
            Session session, Signal.Created created, Instant now, Cause cause, Notice.Kind kind) {
        var change =
                new Change(session, now)
                        .noOperation()
                        .to(new State.Running(now, created.sandbox()))
                        .tell(cause, kind);
        return session.desired() == Desired.PAUSED
                ? Living.startPausing(change, created.sandbox(), Living.ASKED_MEANWHILE, now)
                : change.fulfilled().done();
    }

    private Decision createFailed(
            Session session,
            Signal.CreateFailed failed,
            Instant now,
            Optional<State.Recreating> recreating) {
        var change = new Change(session, now);
        failed.stray()
                .ifPresent(id -> change.condemn(Condemned.known(session.incarnation(), id, now)));
        var attempt = attempt(session);
        var looked = session.operation().filter(Operation::look).isPresent();
        var cause = Cause.own(Cause.Kind.OPERATION, failed.failure().evidence());
        return switch (failed.failure()) {
            case Failure.Permanent _ ->
                    giveUp(change, session, looked, cause, FIX_REQUEST, recreating, now);
            case Failure.KeyRefused _ ->
                    wait(
                            change,
                            cause,
                            Waiting.SUSPENDED,
                            now.plus(policy.slotWait()),
                            recreating,
                            now);
            case Failure.Limited(var after, _) ->
                    wait(
                            change,
                            cause,
                            after.isPresent() ? Waiting.RATE_LIMITED : Waiting.ACCOUNT_FULL,
                            now.plus(after.orElse(policy.slotWait())),
                            recreating,
                            now);
            case Failure.Conflict _ ->
                    change.operation(
                                    operation ->
                                            operation.lookSoon(now.plus(policy.conflictWait())))
                            .done();
            case Failure.Transient _, Failure.Unknown _ when attempt >= policy.attempts() ->
                    giveUp(
                            change,
                            session,
                            looked || failed.failure() instanceof Failure.Unknown,
                            cause,
                            TRY_LATER,
                            recreating,
                            now);
            case Failure.Transient _ ->
                    change.operation(
                                    operation ->
                                            operation.again(
                                                    now.plus(
                                                            policy.retryAfter(
                                                                    session.id(), attempt))))
                            .done();
            case Failure.Unknown _ ->
                    change.operation(operation -> operation.lookAgain(now.plus(policy.lookWait())))
                            .done();
        };
    }

    private static final String FIX_REQUEST =
            "correct the request as the evidence says and send it with a new session id, or send retry-requested";
    private static final String TRY_LATER =
            "send retry-requested to try again, or kill-requested to end it";

    /**
     * Waits without losing an attempt. A session that is being recreated keeps its state: it is not
     * in the queue for a first sandbox.
     */
    private static Decision wait(
            Change change,
            Cause cause,
            Waiting reason,
            Instant due,
            Optional<State.Recreating> recreating,
            Instant now) {
        change.operation(operation -> operation.later(due));
        return recreating.isPresent()
                ? change.done()
                : change.to(new State.Queued(now)).tell(cause, new Notice.Queued(reason)).done();
    }

    /** Whatever the lost answers may have made is looked for and killed. */
    static Decision giveUp(
            Change change,
            Session session,
            boolean unsettled,
            Cause cause,
            String nextStep,
            Optional<State.Recreating> recreating,
            Instant now) {
        if (unsettled) {
            change.condemn(Condemned.sought(session.incarnation(), now, now));
        }
        change.noOperation().fulfilled().to(new State.Failed(now, cause, nextStep));
        return recreating.isPresent()
                ? change.tell(cause, new Notice.RecreationFailed(nextStep)).done()
                : change.tell(cause, new Notice.Failed(nextStep)).done();
    }
}
