package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.Waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Those who are in no queue: sandboxes that are made anew, paused, woken or kept, and creations
 * that are tried again. They come back when the lane may be open.
 */
final class Comeback {
    /** Those who meet a probe ask again soon: it will be known then. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** Those who waited for one moment come within so long after it. */
    private static final Duration SPREAD = Duration.ofSeconds(3);

    private final Board board;
    private final Budget budget;
    private final Limits limits;
    private final Pacer pacer = new Pacer();

    Comeback(Board board, Budget budget, Limits limits) {
        this.board = board;
        this.budget = budget;
        this.limits = limits;
    }

    Optional<Signal> heldBack(
            Session session, Operation.Kind kind, LaneId lane, int workers, Instant now) {
        var state = board.of(lane);
        return switch (state.gate()) {
            case Gate.Free _ -> paced(session, kind, state, Double.MAX_VALUE, workers, now);
            case Gate.Opening(_, var since) ->
                    paced(session, kind, state, Pace.perSecond(since, now), workers, now);
            case Gate.Shut shut when shut.until().isAfter(now) ->
                    Optional.of(putOff(shut.reason().waiting(), session, shut.until(), SPREAD));
            case Gate.Probing probing when probing.probe().equals(session.id()) -> Optional.empty();
            case Gate.Probing probing when probing.until().isAfter(now) ->
                    Optional.of(
                            putOff(probing.reason().waiting(), session, now.plus(SOON), SPREAD));
            case Gate.Shut _, Gate.Probing _ -> probe(session, kind, state, now);
        };
    }

    /** The probe of a lane with a queue is one of the queue, when somebody waits there. */
    private Optional<Signal> probe(
            Session session, Operation.Kind kind, LaneState state, Instant now) {
        var isProbe =
                (kind != Operation.Kind.CREATE || state.nobodyWaits())
                        && board.hear(state.id(), new Heard.ProbeSent(session.id())).gate()
                                instanceof Gate.Probing probing
                        && probing.probe().equals(session.id());
        return isProbe
                ? Optional.empty()
                : Optional.of(putOff(waiting(state), session, now.plus(SOON), SPREAD));
    }

    private static Waiting waiting(LaneState state) {
        return state.gate().closure().map(Reason::waiting).orElse(Waiting.TURN);
    }

    private Optional<Signal> paced(
            Session session,
            Operation.Kind kind,
            LaneState state,
            double opening,
            int workers,
            Instant now) {
        var lane = state.id();
        var left = budget.pace(lane);
        var pace = Math.min(opening, left.orElse(Double.MAX_VALUE));
        if (pace < Double.MAX_VALUE && !pacer.lets(lane, pace / workers, now)) {
            var reason = left.isPresent() ? Waiting.BUDGET : Waiting.TURN;
            return Optional.of(putOff(reason, session, now.plus(SOON), SPREAD));
        }
        var perSecond = limits.account(lane).perSecond();
        return kind == Operation.Kind.CREATE && perSecond > 0
                ? promised(session, state, perSecond, now)
                : Optional.empty();
    }

    /**
     * A creation outside of the queue takes a token as well, if need be one that there will be:
     * then it is let in already, and comes back when its time has come.
     */
    private Optional<Signal> promised(
            Session session, LaneState state, double perSecond, Instant now) {
        if (state.lets(session.id())) {
            return Optional.empty();
        }
        var after =
                board.change(
                        state.id(),
                        read -> {
                            var filled = read.tokens().filled(perSecond, now);
                            var due = now.plus(filled.untilOneMore(perSecond));
                            return read.letIn().containsKey(session.id())
                                    ? read
                                    : read.with(filled.less(1)).alsoLettingIn(session.id(), due);
                        });
        var due = after.letIn().get(session.id());
        if (due == null) {
            return Optional.of(putOff(Waiting.TURN, session, now.plus(SOON), SPREAD));
        }
        return due.isAfter(now)
                ? Optional.of(putOff(Waiting.TURN, session, due, Duration.ZERO))
                : Optional.empty();
    }

    private static Signal putOff(Waiting reason, Session session, Instant until, Duration spread) {
        SessionId id = session.id();
        return new Signal.PutOff(reason, Optional.empty(), until.plus(Spread.of(id, spread)));
    }
}
