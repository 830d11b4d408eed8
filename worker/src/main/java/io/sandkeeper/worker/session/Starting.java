package io.sandkeeper.worker.session;

import java.time.Instant;

/** From the request to the first sandbox. */
final class Starting {
    private static final Cause CREATED = Cause.own(Cause.Kind.REQUEST, "created and answering");

    private final Policy policy;

    Starting(Policy policy) {
        this.policy = policy;
    }

    Decision whileQueued(Session session, State.Queued queued, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.TakenUp(var lease) when isDue(session, now) ->
                    new Change(session, now)
                            .operation(operation -> operation.leasedTo(lease))
                            .to(new State.Creating(now, queued))
                            .tell(
                                    Cause.own(Cause.Kind.OPERATION, "its turn came"),
                                    new Notice.Creating(attempt(session)))
                            .done();
            case Signal.TakenUp _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.RetryRequested(var origin) -> hurry(session, origin, now);
            case Signal.PutOff put -> putOff(session, queued, put, now);
            case Signal.LetIn _ ->
                    new Change(session, now).operation(operation -> operation.hurried(now)).done();
            case Signal.TurnedAway(var evidence) ->
                    tooMuch(session, Cause.own(Cause.Kind.LIMIT, evidence), now);
            case Signal.Requested request -> requestedAnew(session, request, now);
            case Signal.Intent intent -> whileNotReady(session, intent, now);
            case Signal.Created created ->
                    ready(
                            new Change(session, now),
                            session,
                            created,
                            now,
                            CREATED,
                            new Notice.Ready(created.remarks()));
            case Signal.Outcome _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.TimerFired _ when hasWaitedTooLong(queued, now) ->
                    tooMuch(
                            session,
                            Cause.own(Cause.Kind.LIMIT, waitedTooLong(queued.since())),
                            now);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    Decision whileCreating(Session session, State.Creating creating, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Created created ->
                    ready(
                            new Change(session, now),
                            session,
                            created,
                            now,
                            CREATED,
                            new Notice.Ready(created.remarks()));
            case Signal.CreateFailed failed ->
                    createFailed(
                            session,
                            failed,
                            now,
                            (change, reason, due, cause) ->
                                    backInLine(change, creating.queue(), reason, due, cause));
            case Signal.TakenUp(var lease) -> takeUp(session, lease, now);
            case Signal.RetryRequested(var origin) -> quiet(session, origin, now);
            case Signal.Intent intent -> whileNotReady(session, intent, now);
            case Signal.Outcome _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }

    /**
     * Intents on a session that has no sandbox yet: they change what is wanted of it when it has
     * one.
     */
    Decision whileNotReady(Session session, Signal.Intent intent, Instant now) {
        return switch (intent) {
            case Signal.Requested request -> requestedAgain(session, request, now);
            case Signal.PauseRequested(var origin) -> wanting(session, Desired.PAUSED, origin, now);
            case Signal.ResumeRequested(var origin) ->
                    wanting(session, Desired.RUNNING, origin, now);
            case Signal.KillRequested(var origin) -> Ending.kill(session, origin, policy, now);
            case Signal.RecreateRequested(var origin) -> quiet(session, origin, now);
            case Signal.ArchiveRequested(var origin) ->
                    new Change(session, now).refuse(origin, Refusal.NOTHING_TO_COPY);
            case Signal.RetryRequested(var origin) -> quiet(session, origin, now);
            case Signal.SettingsChanged(var origin, var settings) ->
                    Awake.settingsChanged(session, origin, settings, now);
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

    Decision ready(
            Change making,
            Session session,
            Signal.Created created,
            Instant now,
            Cause cause,
            Notice.Kind kind) {
        var sandbox = created.sandbox();
        var change =
                making.noOperation()
                        .to(Awake.running(session, sandbox, policy, now))
                        .tell(cause, kind);
        return session.desired() == Desired.PAUSED
                ? Asleep.startPausing(change, sandbox, Asleep.ASKED_MEANWHILE, now)
                : change.fulfilled().done();
    }

    /** How a session that is told to wait does so. */
    interface Wait {
        Change apply(Change change, Waiting reason, Instant due, Cause cause);
    }

    Decision createFailed(Session session, Signal.CreateFailed failed, Instant now, Wait wait) {
        var change = new Change(session, now);
        failed.stray()
                .ifPresent(id -> change.condemn(Condemned.known(session.incarnation(), id, now)));
        var attempt = attempt(session);
        var looked = session.operation().filter(Operation::look).isPresent();
        var failure = failed.failure();
        var cause = Cause.own(Cause.Kind.OPERATION, failure.evidence());
        var slot = now.plus(policy.slotWait());
        return switch (failure) {
            case Failure.Permanent _ -> giveUp(change, session, looked, cause, FIX_REQUEST, now);
            case Failure.KeyRefused _ -> wait.apply(change, Waiting.SUSPENDED, slot, cause).done();
            case Failure.Limited(var after, _) when after.isPresent() ->
                    wait.apply(change, Waiting.RATE_LIMITED, now.plus(after.get()), cause).done();
            case Failure.Limited _ -> wait.apply(change, Waiting.ACCOUNT_FULL, slot, cause).done();
            case Failure.AsProbe(var what) ->
                    wait.apply(change, Waiting.BREAKER_OPEN, slot, cause)
                            .operation(one -> unsettledBy(what, one))
                            .done();
            case Failure.Conflict _ ->
                    change.operation(one -> one.lookSoon(now.plus(policy.conflictWait()))).done();
            case Failure.Transient _, Failure.Unknown _ when attempt >= policy.attempts() -> {
                var unsettled = looked || failure instanceof Failure.Unknown;
                yield giveUp(change, session, unsettled, cause, TRY_LATER, now);
            }
            case Failure.Transient _ -> {
                var backOff = policy.retryAfter(session.id(), attempt);
                yield change.operation(one -> one.again(now.plus(backOff))).done();
            }
            case Failure.Unknown _ ->
                    change.operation(one -> one.lookAgain(now.plus(policy.lookWait()))).done();
        };
    }

    private static Operation unsettledBy(Failure failure, Operation operation) {
        return failure instanceof Failure.Unknown
                ? operation.lookSoon(operation.dueAt())
                : operation;
    }

    private static final String FIX_REQUEST =
            "correct the request as the evidence says and send it with a new session id, or send retry-requested";
    static final String TRY_LATER =
            "send retry-requested to try again, or kill-requested to end it";

    /** It goes back to its place, and loses no attempt. */
    private static Change backInLine(
            Change change, State.Queued queue, Waiting reason, Instant due, Cause cause) {
        return change.operation(operation -> operation.later(due))
                .to(queue.because(reason))
                .tell(cause, new Notice.Queued(reason, queue.ticket()));
    }

    /** Whoever is put off for the same reason as before has been told already. */
    private static Decision putOff(
            Session session, State.Queued queued, Signal.PutOff put, Instant now) {
        var next = queued.with(put.reason(), put.ticket());
        var change =
                new Change(session, now)
                        .operation(operation -> operation.parked(put.until()))
                        .to(next);
        return next.equals(queued)
                ? change.done()
                : change.tell(
                                Cause.own(Cause.Kind.LIMIT, "not let in yet"),
                                new Notice.Queued(next.reason(), next.ticket()))
                        .done();
    }

    private boolean hasWaitedTooLong(State.Queued queued, Instant now) {
        return !queued.since().plus(policy.longestQueue()).isAfter(now);
    }

    static String waitedTooLong(Instant since) {
        return "no sandbox could be had since " + since;
    }

    private static Decision tooMuch(Session session, Cause cause, Instant now) {
        var looked = session.operation().filter(Operation::look).isPresent();
        return giveUp(new Change(session, now), session, looked, cause, TRY_LATER, now);
    }

    /** Whatever the lost answers may have made is looked for and killed. */
    static Decision giveUp(
            Change change,
            Session session,
            boolean unsettled,
            Cause cause,
            String nextStep,
            Instant now) {
        if (unsettled) {
            change.condemn(Condemned.sought(session.incarnation(), now, now));
        }
        if (session.state() instanceof State.Recreating recreating) {
            return Replacing.giveUp(change, session, recreating, cause, nextStep, now);
        }
        change.noOperation().fulfilled().to(new State.Failed(now, cause, nextStep));
        return change.tell(cause, new Notice.Failed(Notice.Task.CREATION, nextStep)).done();
    }
}
