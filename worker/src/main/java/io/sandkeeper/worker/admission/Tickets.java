package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Ticket;
import io.sandkeeper.worker.session.Waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives those who must wait their place in the queue. */
final class Tickets {
    private final Board board;
    private final Budget budget;
    private final Limits limits;

    Tickets(Board board, Budget budget, Limits limits) {
        this.board = board;
        this.budget = budget;
        this.limits = limits;
    }

    /**
     * What these sessions of one lane are told, in this order. All that need a ticket get it with
     * one write.
     */
    Map<SessionId, Signal> of(LaneId lane, List<Session> sessions, Instant now) {
        var told = new LinkedHashMap<SessionId, Signal>();
        var fresh = new ArrayList<Session>();
        for (var session : sessions) {
            if (hasTicket(session)) {
                told.put(session.id(), putOff(lane, session, Optional.empty(), now));
            } else {
                fresh.add(session);
            }
        }
        var room = Math.max(0, limits.queue().longest() - board.of(lane).waiting());
        var taken = (int) Math.min(room, fresh.size());
        give(lane, fresh.subList(0, taken), now, told);
        fresh.subList(taken, fresh.size())
                .forEach(session -> told.put(session.id(), turnedAway(lane)));
        return told;
    }

    private static boolean hasTicket(Session session) {
        return session.state() instanceof State.Queued queued && queued.ticket().isPresent();
    }

    private void give(
            LaneId lane, List<Session> sessions, Instant now, Map<SessionId, Signal> told) {
        if (sessions.isEmpty()) {
            return;
        }
        var state = board.takeTickets(lane, sessions.size());
        var before = sessions.size();
        for (var session : sessions) {
            before--;
            var position = Math.clamp(state.waiting() - before, 1, Integer.MAX_VALUE);
            var ticket =
                    new Ticket(
                            lane.toString(),
                            session.profile().priority(),
                            state.tickets() - before,
                            position,
                            estimate(state, position, now));
            told.put(session.id(), putOff(lane, session, Optional.of(ticket), now));
        }
    }

    private Signal putOff(LaneId lane, Session session, Optional<Ticket> ticket, Instant now) {
        var wait = limits.queue().askAgain();
        var until = now.plus(wait).plus(Spread.of(session.id(), wait.dividedBy(3)));
        return new Signal.PutOff(reason(lane), ticket, until);
    }

    private Waiting reason(LaneId lane) {
        return board.of(lane)
                .gate()
                .closure()
                .map(Reason::waiting)
                .orElse(budget.allowance(lane).isPaced() ? Waiting.BUDGET : Waiting.TURN);
    }

    /** Not before the gate opens, and then as fast as it went lately, or as it may at most. */
    private Optional<Duration> estimate(LaneState state, int position, Instant now) {
        var closed =
                state.gate()
                        .probeAt()
                        .filter(until -> until.isAfter(now))
                        .map(until -> Duration.between(now, until));
        var allowed = limits.account(state.id()).perSecond();
        var perSecond = allowed > 0 ? allowed : state.line().perMinute() / 60;
        if (perSecond <= 0) {
            return closed;
        }
        var moving = Duration.ofMillis((long) (position / perSecond * 1000));
        return Optional.of(closed.orElse(Duration.ZERO).plus(moving));
    }

    private Signal turnedAway(LaneId lane) {
        var where = lane.region().map(region -> " in region " + region).orElse("");
        return new Signal.TurnedAway(
                "%d requests wait for a sandbox%s already, and no more are taken: please try again later"
                        .formatted(limits.queue().longest(), where));
    }
}
