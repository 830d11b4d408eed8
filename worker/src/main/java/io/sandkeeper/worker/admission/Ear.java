package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Tells the gates what operations came to. */
final class Ear {
    private final Board board;
    private final Names names;
    private final Limits limits;
    private final InstantSource clock;
    private final ConcurrentMap<LaneId, Detector> detectors = new ConcurrentHashMap<>();
    private final ConcurrentMap<SessionId, UnderWay> underWay = new ConcurrentHashMap<>();

    private record UnderWay(LaneId lane, Detector.Call call) {}

    Ear(Board board, Names names, Limits limits, InstantSource clock) {
        this.clock = clock;
        this.board = board;
        this.names = names;
        this.limits = limits;
    }

    void begun(Session session) {
        session.operation()
                .flatMap(operation -> names.of(session, operation.kind()))
                .ifPresent(
                        lane -> {
                            var call = detector(lane).begun(clock.instant());
                            underWay.put(session.id(), new UnderWay(lane, call));
                        });
    }

    void ended(Session session) {
        var left = underWay.remove(session.id());
        if (left != null) {
            detector(left.lane()).left(left.call());
        }
    }

    /** A kill is no operation, and has no beginning that anybody told. */
    private Detector.Call call(Session session, LaneId lane) {
        var begun = underWay.get(session.id());
        return begun != null && begun.lane().equals(lane) && underWay.remove(session.id(), begun)
                ? begun.call()
                : detector(lane).begun(clock.instant());
    }

    void hear(Session session, Signal signal) {
        switch (signal) {
            case Signal.Created _ -> answered(session, LaneId.Operation.CREATE);
            case Signal.CreateFailed(_, _, var failure, _) ->
                    failed(session, LaneId.Operation.CREATE, failure);
            case Signal.PauseDone _ -> {
                answered(session, LaneId.Operation.PAUSE);
                slotFreed(session);
            }
            case Signal.PauseFailed(_, _, var failure) ->
                    failed(session, LaneId.Operation.PAUSE, failure);
            case Signal.ResumeDone _ -> answered(session, LaneId.Operation.RESUME);
            case Signal.ResumeFailed(_, _, var failure) ->
                    failed(session, LaneId.Operation.RESUME, failure);
            case Signal.Extended _ -> answered(session, LaneId.Operation.EXTEND);
            case Signal.ExtendFailed(_, _, var failure) ->
                    failed(session, LaneId.Operation.EXTEND, failure);
            case Signal.Gone _, Signal.FoundPaused _ -> {
                session.operation()
                        .flatMap(operation -> names.of(session, operation.kind()))
                        .ifPresent(lane -> answered(session, lane));
                slotFreed(session);
            }
            case Signal.Destroyed _ -> slotFreed(session);
            case Signal.Reported(_, var outcome) -> hear(session, outcome);
            case Signal.FoundRunning _, Signal.DestroyFailed _, Signal.NotSeen _ -> {}
            case Signal.Reappeared _, Signal.HealthSeen _, Signal.Progressed _ -> {}
            case Signal.ArchiveDone _, Signal.ArchiveFailed _ -> {}
            case Signal.Verified _, Signal.VerifyFailed _, Signal.Doubted _ -> {}
            case Signal.StraySeen _, Signal.TakenUp _, Signal.PutOff _, Signal.LetIn _ -> {}
            case Signal.TurnedAway _, Signal.LeaseLost _, Signal.TimerFired _ -> {}
            case Signal.Intent _ -> {}
        }
    }

    /** A failure of what was let through as the probe of a broken lane is one as a probe. */
    Signal.Outcome judged(Session session, Signal.Outcome outcome) {
        return switch (outcome) {
            case Signal.CreateFailed(var generation, var turn, var failure, var stray)
                    when wasProbe(session, LaneId.Operation.CREATE, failure) ->
                    new Signal.CreateFailed(generation, turn, new Failure.AsProbe(failure), stray);
            case Signal.PauseFailed(var generation, var turn, var failure)
                    when wasProbe(session, LaneId.Operation.PAUSE, failure) ->
                    new Signal.PauseFailed(generation, turn, new Failure.AsProbe(failure));
            case Signal.ResumeFailed(var generation, var turn, var failure)
                    when wasProbe(session, LaneId.Operation.RESUME, failure) ->
                    new Signal.ResumeFailed(generation, turn, new Failure.AsProbe(failure));
            case Signal.ExtendFailed(var generation, var turn, var failure)
                    when wasProbe(session, LaneId.Operation.EXTEND, failure) ->
                    new Signal.ExtendFailed(generation, turn, new Failure.AsProbe(failure));
            case Signal.Outcome other -> other;
        };
    }

    private boolean wasProbe(Session session, LaneId.Operation operation, Failure failure) {
        return (failure instanceof Failure.Transient || failure instanceof Failure.Unknown)
                && lane(session, operation)
                        .map(this::gate)
                        .filter(gate -> isProbe(gate, session))
                        .isPresent();
    }

    private static boolean isProbe(Gate gate, Session session) {
        return gate instanceof Gate.Probing probing
                && probing.reason().breaks()
                && probing.probe().equals(session.id());
    }

    private void answered(Session session, LaneId.Operation operation) {
        lane(session, operation).ifPresent(lane -> answered(session, lane));
    }

    private void answered(Session session, LaneId lane) {
        trip(lane, detector(lane).answered(call(session, lane), clock.instant()));
        var before = gate(lane);
        if (before instanceof Gate.Probing) {
            var after = board.hear(lane, new Heard.Answered(session.id(), begunAt(session))).gate();
            if (!after.equals(before)) {
                detector(lane).recovered();
            }
        }
    }

    /** Limits and permanent failures never open a breaker; a conflict says nothing at all. */
    private void failed(Session session, LaneId.Operation operation, Failure failure) {
        lane(session, operation).ifPresent(lane -> failed(session, lane, failure));
    }

    private void failed(Session session, LaneId lane, Failure failure) {
        switch (failure) {
            case Failure.Permanent _ -> answered(session, lane);
            case Failure.Conflict _ -> {}
            case Failure.AsProbe(var what) -> failed(session, lane, what);
            case Failure.KeyRefused(var status, var evidence) ->
                    board.hear(lane, new Heard.KeyRefused(session.id(), status, evidence));
            case Failure.Limited(var after, var evidence) ->
                    board.hear(lane, new Heard.Limited(session.id(), after, evidence));
            case Failure.Transient(var evidence) -> failed(session, lane, evidence);
            case Failure.Unknown(var evidence) -> failed(session, lane, evidence);
        }
    }

    private void failed(Session session, LaneId lane, String evidence) {
        if (gate(lane) instanceof Gate.Probing) {
            board.hear(lane, new Heard.Failed(session.id(), evidence));
        }
        var now = clock.instant();
        trip(lane, detector(lane).failed(call(session, lane), evidence, now));
    }

    private void trip(LaneId lane, Optional<String> broken) {
        broken.ifPresent(why -> board.hear(lane, new Heard.Tripped(why)));
    }

    /** A probe may have been sent by another worker a moment ago. */
    private Gate gate(LaneId lane) {
        var known = board.of(lane).gate();
        return known instanceof Gate.Shut ? board.reread(lane).gate() : known;
    }

    /** Whoever waits for room in a full account is a creation, or a sandbox that wakes. */
    private void slotFreed(Session session) {
        for (var operation : new LaneId.Operation[] {CREATE, RESUME}) {
            lane(session, operation)
                    .filter(lane -> board.of(lane).gate().closure().equals(FULL))
                    .ifPresent(lane -> board.hear(lane, new Heard.SlotFreed()));
        }
    }

    private static final Optional<Reason> FULL = Optional.of(Reason.ACCOUNT_FULL);
    private static final LaneId.Operation CREATE = LaneId.Operation.CREATE;
    private static final LaneId.Operation RESUME = LaneId.Operation.RESUME;

    private Optional<LaneId> lane(Session session, LaneId.Operation operation) {
        return names.of(session.profile().region(), operation);
    }

    private Detector detector(LaneId lane) {
        return detectors.computeIfAbsent(
                lane, one -> new Detector(one.toString(), limits.breaker()));
    }

    private static Instant begunAt(Session session) {
        return session.operation()
                .flatMap(Operation::lease)
                .map(Operation.Lease::since)
                .orElse(Instant.EPOCH);
    }
}
