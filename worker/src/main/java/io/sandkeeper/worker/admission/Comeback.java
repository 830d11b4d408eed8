package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.Waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Those who are in no queue: sandboxes that are made anew, paused, woken or kept, and creations
 * that are tried again. Whom a lane holds back is written down there, and called when it opens.
 */
final class Comeback {
    /** Those who found no room on the list ask again soon. */
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

    /** Those of one lane who must wait, and what they are told; written down with one write. */
    Map<SessionId, Signal> heldBack(LaneId lane, List<Session> sessions, int workers, Instant now) {
        knock(board.of(lane), sessions.getFirst(), now);
        var state = board.of(lane);
        if (sessions.stream().anyMatch(session -> mustWait(board.of(lane), session))) {
            state = board.change(lane, read -> holding(read, sessions, now));
        }
        var told = new LinkedHashMap<SessionId, Signal>();
        for (var session : sessions) {
            heldBack(session, state, workers, now)
                    .ifPresent(signal -> told.put(session.id(), signal));
        }
        return told;
    }

    /**
     * Who comes first when a probe is due is the probe, if nobody was there before. The probe of a
     * lane with a queue is one of the queue, when somebody waits there.
     */
    private void knock(LaneState lane, Session session, Instant now) {
        var due = lane.gate().isProbeDue(now);
        if (due && !lane.held().someoneWaits() && (!isCreation(session) || lane.nobodyWaits())) {
            board.hear(lane.id(), new Heard.ProbeSent(session.id()));
        }
    }

    private static LaneState holding(LaneState lane, List<Session> sessions, Instant now) {
        var waiting = sessions.stream().filter(session -> mustWait(lane, session)).toList();
        return lane.with(lane.held().also(waiting, now));
    }

    /** Nobody overtakes those whom an open lane did not call yet. */
    private static boolean mustWait(LaneState lane, Session session) {
        if (lane.gate().closure().isPresent()) {
            return !isProbe(lane, session);
        }
        return lane.held().someoneWaits() && !lane.held().isCalled(session);
    }

    private static boolean isProbe(LaneState lane, Session session) {
        return lane.gate() instanceof Gate.Probing probing && probing.probe().equals(session.id());
    }

    private static boolean isCreation(Session session) {
        return session.operation().filter(one -> one.kind() == Operation.Kind.CREATE).isPresent();
    }

    private Optional<Signal> heldBack(Session session, LaneState state, int workers, Instant now) {
        if (mustWait(state, session)) {
            return Optional.of(wait(session, state, now));
        }
        return isProbe(state, session) || state.held().isCalled(session)
                ? Optional.empty()
                : paced(session, state, workers, now);
    }

    /** Who is written down is called; the others ask again. */
    private Signal wait(Session session, LaneState state, Instant now) {
        var reason = state.gate().closure().map(Reason::waiting).orElse(Waiting.TURN);
        if (state.held().waits(session)) {
            var askAgain = limits.queue().askAgain();
            return putOff(reason, session, now.plus(askAgain), askAgain.dividedBy(3));
        }
        var soon = now.plus(SOON);
        var open = state.gate() instanceof Gate.Shut shut ? shut.until() : soon;
        return putOff(reason, session, open.isAfter(soon) ? open : soon, SPREAD);
    }

    private Optional<Signal> paced(Session session, LaneState state, int workers, Instant now) {
        var lane = state.id();
        var left = budget.allowance(lane);
        var pace = Turn.rate(state.gate(), Limits.Account.UNLIMITED, left, now);
        if (pace < Double.MAX_VALUE && !pacer.lets(lane, pace / workers, now)) {
            var reason = left.isPaced() ? Waiting.BUDGET : Waiting.TURN;
            return Optional.of(putOff(reason, session, now.plus(SOON), SPREAD));
        }
        var perSecond = limits.account(lane).perSecond();
        var told =
                isCreation(session) && perSecond > 0
                        ? promised(session, state, perSecond, now)
                        : Optional.<Signal>empty();
        if (told.isEmpty()) {
            budget.expect(lane, 1);
        }
        return told;
    }

    /**
     * A creation outside of the queue takes a token as well, if need be one that there will be:
     * then it is let in already, and comes back when its time has come.
     */
    private Optional<Signal> promised(
            Session session, LaneState state, double perSecond, Instant now) {
        if (state.pass(session).filter(pass -> !pass.at().isAfter(now)).isPresent()) {
            return Optional.empty();
        }
        var after =
                board.change(
                        state.id(),
                        read -> {
                            var filled = read.tokens().filled(perSecond, now);
                            var due = now.plus(filled.untilOneMore(perSecond));
                            return read.pass(session).isPresent()
                                    ? read
                                    : read.with(filled.less(1)).alsoLettingIn(session, due);
                        });
        var pass = after.pass(session);
        if (pass.isEmpty()) {
            return Optional.of(putOff(Waiting.TURN, session, now.plus(SOON), SPREAD));
        }
        var due = pass.get().at();
        return due.isAfter(now)
                ? Optional.of(putOff(Waiting.TURN, session, due, Duration.ZERO))
                : Optional.empty();
    }

    private static Signal putOff(Waiting reason, Session session, Instant until, Duration spread) {
        SessionId id = session.id();
        return new Signal.PutOff(reason, Optional.empty(), until.plus(Spread.of(id, spread)));
    }
}
