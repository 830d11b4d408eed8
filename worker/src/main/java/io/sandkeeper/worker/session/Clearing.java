package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is the same in every state: strays are condemned, condemned sandboxes go, an abandoned
 * operation is taken up again by looking first. None of it occupies the session's one operation.
 */
final class Clearing {
    private Clearing() {}

    static Optional<Decision> decide(Session session, Signal signal, Policy policy, Instant now) {
        return switch (signal) {
            case Signal.Destroyed gone -> Optional.of(destroyed(session, gone, now));
            case Signal.DestroyFailed failed ->
                    Optional.of(destroyFailed(session, failed, policy, now));
            case Signal.StraySeen(var generation, var sandbox) ->
                    Optional.of(strayOf(session, generation, sandbox, now));
            case Signal.Created(var generation, var sandbox, _, _) when late(session, generation) ->
                    Optional.of(strayOf(session, generation, sandbox.id(), now));
            case Signal.Created(_, var sandbox, _, _) when isCondemned(session, sandbox.id()) ->
                    Optional.of(madeInVain(session, policy, now));
            case Signal.CreateFailed(var generation, _, var failure, var stray)
                    when late(session, generation) ->
                    Optional.of(
                            stray.map(id -> strayOf(session, generation, id, now))
                                    .orElseGet(() -> settled(session, generation, failure, now)));
            case Signal.CreateFailed(var generation, var turn, _, var stray)
                    when notItsTurn(session, turn) ->
                    Optional.of(
                            stray.map(id -> strayOf(session, generation, id, now))
                                    .orElseGet(() -> new Decision.Ignore(Idle.OUT_OF_DATE)));
            case Signal.PauseFailed(_, var turn, _) when notItsTurn(session, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.ResumeFailed(_, var turn, _) when notItsTurn(session, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.Extended(_, var turn, _)
                    when notItsTurn(session, Operation.Kind.EXTEND, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.ExtendFailed(_, var turn, _)
                    when notItsTurn(session, Operation.Kind.EXTEND, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.Progressed(var generation, var turn, _, _, _)
                    when generation != session.generation() || notItsTurn(session, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.ArchiveDone(_, var turn, _)
                    when notItsTurn(session, Operation.Kind.ARCHIVE, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.ArchiveFailed(_, var turn, _) when notItsTurn(session, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.Verified(_, var turn, _) when notItsTurn(session, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.VerifyFailed(_, var turn, _)
                    when notItsTurn(session, Operation.Kind.VERIFY, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.Doubted(var generation, var turn, _)
                    when generation != session.generation() || notItsTurn(session, turn) ->
                    Optional.of(new Decision.Ignore(Idle.OUT_OF_DATE));
            case Signal.Doubted(_, _, var loss) ->
                    Optional.of(Keeping.doubted(new Change(session, now), loss));
            case Signal.PutOff _ when !Starting.isDue(session, now) ->
                    Optional.of(new Decision.Ignore(Idle.NOT_DUE));
            case Signal.PutOff(_, _, var until) when !(session.state() instanceof State.Queued) ->
                    Optional.of(parked(session, until, now));
            case Signal.LetIn(var turn) when isHeldBack(session, turn) ->
                    Optional.of(new Change(session, now).operation(one -> one.hurried(now)).done());
            case Signal.HealthSeen seen when seen.asked().isPresent() && !hasOne(session) ->
                    Optional.of(Watching.answer(session, seen, now));
            case Signal.NotSeen(var generation) ->
                    Optional.of(notSeen(session, generation, policy, now));
            case Signal.LeaseLost(var worker) ->
                    Optional.of(leaseLost(session, worker, policy, now));
            case Signal.TimerFired _ when abandoned(session, policy, now) ->
                    Optional.of(Quarantine.takeOver(session, policy, now));
            case Signal.Outcome _, Signal.Intent _, Signal.TakenUp _, Signal.TimerFired _ ->
                    Optional.empty();
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ -> Optional.empty();
        };
    }

    /**
     * True for the outcome of an operation that somebody else took over. What it saw at the
     * provider counts nevertheless, and so does what it left behind.
     */
    static boolean isOvertaken(Session session, Operation.Lease lease, Signal.Outcome outcome) {
        var under = session.operation().flatMap(Operation::lease).filter(lease::equals);
        return under.isEmpty()
                && switch (outcome) {
                    case Signal.Created(var generation, _, _, _) -> !late(session, generation);
                    case Signal.PauseDone _, Signal.ResumeDone _ -> true;
                    case Signal.ArchiveDone _, Signal.ArchiveFailed _ -> true;
                    case Signal.Verified _, Signal.VerifyFailed _, Signal.Doubted _ -> true;
                    case Signal.Progressed _ -> true;
                    case Signal.Outcome _ -> false;
                };
    }

    /** A create outcome that the session does not wait for any more. */
    private static boolean late(Session session, long generation) {
        return generation != session.generation()
                || session.operation()
                        .filter(operation -> operation.kind() == Operation.Kind.CREATE)
                        .isEmpty();
    }

    private static boolean isCondemned(Session session, SandboxId sandbox) {
        return session.condemned().stream()
                .anyMatch(one -> one.sandbox().filter(sandbox::equals).isPresent());
    }

    /**
     * It was given up while somebody still worked on it: it will be killed, and another one is
     * made.
     */
    private static Decision madeInVain(Session session, Policy policy, Instant now) {
        var wait = policy.retryAfter(session.id(), 1);
        return new Change(session, now).operation(one -> one.again(now.plus(wait))).done();
    }

    private static Decision strayOf(
            Session session, long generation, SandboxId sandbox, Instant now) {
        if (session.state().current().filter(current -> current.id().equals(sandbox)).isPresent()) {
            return new Decision.Ignore(Idle.ALREADY_SO);
        }
        if (isCondemned(session, sandbox)) {
            return new Decision.Ignore(Idle.ALREADY_SO);
        }
        var incarnation = new Incarnation(session.id(), generation);
        return new Change(session, now)
                .condemned(list -> without(list, generation, Optional.empty()))
                .condemn(Condemned.known(incarnation, sandbox, now))
                .done();
    }

    /** A failure of a turn that is over: its worker was given up, or it was told before. */
    private static boolean notItsTurn(Session session, Operation.Kind kind, int turn) {
        return notItsTurn(session, turn)
                || session.operation().filter(operation -> operation.kind() == kind).isEmpty();
    }

    private static boolean notItsTurn(Session session, int turn) {
        return session.operation()
                .filter(operation -> operation.turn() == turn && operation.lease().isPresent())
                .isEmpty();
    }

    /**
     * The call that a kill overtook has ended. If it definitely failed there is nothing to look
     * for; else now is the time.
     */
    private static Decision settled(
            Session session, long generation, Failure failure, Instant now) {
        if (session.condemned().stream().noneMatch(one -> is(one, generation, Optional.empty()))) {
            return new Decision.Ignore(Idle.OUT_OF_DATE);
        }
        return failure instanceof Failure.Unknown
                ? each(session, generation, Optional.empty(), one -> one.hurried(now), now)
                : destroyed(session, new Signal.Destroyed(generation, Optional.empty()), now);
    }

    private static Decision notSeen(Session session, long generation, Policy policy, Instant now) {
        var enough =
                session.condemned().stream()
                        .filter(one -> is(one, generation, Optional.empty()))
                        .anyMatch(one -> one.unseen() + 1 >= Condemned.LOOKS);
        return enough
                ? destroyed(session, new Signal.Destroyed(generation, Optional.empty()), now)
                : each(
                        session,
                        generation,
                        Optional.empty(),
                        one -> one.notSeen(now.plus(policy.lookWait())),
                        now);
    }

    private static Decision each(
            Session session,
            long generation,
            Optional<SandboxId> sandbox,
            UnaryOperator<Condemned> next,
            Instant now) {
        if (session.condemned().stream().noneMatch(one -> is(one, generation, sandbox))) {
            return new Decision.Ignore(Idle.OUT_OF_DATE);
        }
        return new Change(session, now)
                .condemned(
                        list ->
                                list.stream()
                                        .map(
                                                one ->
                                                        is(one, generation, sandbox)
                                                                ? next.apply(one)
                                                                : one)
                                        .toList())
                .done();
    }

    private static Decision destroyed(Session session, Signal.Destroyed gone, Instant now) {
        var left = without(session.condemned(), gone.generation(), gone.sandbox());
        if (left.size() == session.condemned().size()) {
            return new Decision.Ignore(Idle.OUT_OF_DATE);
        }
        var change = new Change(session, now).condemned(_ -> left);
        if (session.state() instanceof State.Killing(_, var cause) && left.isEmpty()) {
            change.to(new State.Killed(now, cause)).fulfilled().tell(cause, new Notice.Killed());
        }
        return change.done();
    }

    private static Decision destroyFailed(
            Session session, Signal.DestroyFailed failed, Policy policy, Instant now) {
        return each(
                session,
                failed.generation(),
                failed.sandbox(),
                one -> one.tried(now.plus(policy.killAgainAfter(session.id(), one.tries() + 1))),
                now);
    }

    /** Who has a sandbox, or had one, is in no queue: it asks again later. */
    private static Decision parked(Session session, Instant until, Instant now) {
        return new Change(session, now).operation(operation -> operation.parked(until)).done();
    }

    /** Whose health can change. */
    private static boolean hasOne(Session session) {
        return session.state() instanceof State.Running || session.state() instanceof State.Paused;
    }

    /** Who waits for a retry after a later failure goes by its own time. */
    private static boolean isHeldBack(Session session, int turn) {
        return !(session.state() instanceof State.Queued)
                && session.operation()
                        .filter(one -> one.turn() == turn && one.lease().isEmpty())
                        .isPresent();
    }

    private static Decision leaseLost(Session session, String worker, Policy policy, Instant now) {
        var held =
                session.operation()
                        .flatMap(Operation::lease)
                        .filter(lease -> lease.worker().equals(worker));
        return held.isPresent()
                ? Quarantine.takeOver(session, policy, now)
                : new Decision.Ignore(Idle.OUT_OF_DATE);
    }

    private static boolean abandoned(Session session, Policy policy, Instant now) {
        return session.operation()
                .flatMap(Operation::lease)
                .filter(lease -> !now.isBefore(lease.since().plus(policy.operationTime())))
                .isPresent();
    }

    private static List<Condemned> without(
            List<Condemned> list, long generation, Optional<SandboxId> sandbox) {
        return list.stream().filter(one -> !is(one, generation, sandbox)).toList();
    }

    private static boolean is(Condemned one, long generation, Optional<SandboxId> sandbox) {
        return one.incarnation().generation() == generation && one.sandbox().equals(sandbox);
    }
}
