package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
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

/** Lets those who come back wait for a place in the account, when its places are counted. */
final class Seating {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Board board;
    private final Limits limits;

    Seating(Board board, Limits limits) {
        this.board = board;
        this.limits = limits;
    }

    boolean counts(Session session) {
        return limits.account(session.profile().region()).atOnce() > 0 && Seats.wants(session);
    }

    /**
     * Those who must wait, and what they are told; all of one region, with one write.
     *
     * @param lane where those who come back to the region are written down
     */
    Map<SessionId, Signal> heldBack(LaneId lane, List<Session> sessions, Instant now) {
        var seats = board.of(lane).seats();
        var fresh =
                sessions.stream()
                        .map(Session::id)
                        .filter(id -> !seats.kept().containsKey(id))
                        .toList();
        if (fresh.isEmpty()) {
            return Map.of();
        }
        var after =
                board.change(lane, read -> read.with(read.seats().alsoWaiting(fresh, now))).seats();
        var told = new LinkedHashMap<SessionId, Signal>();
        fresh.stream()
                .filter(id -> !after.kept().containsKey(id))
                .forEach(id -> told.put(id, putOff(id, after.waiting().containsKey(id), now)));
        return told;
    }

    /** Who is written down is called; the others ask again. */
    private Signal putOff(SessionId session, boolean isCalled, Instant now) {
        var wait = isCalled ? limits.queue().askAgain() : SOON;
        var until = now.plus(wait).plus(Spread.of(session, wait.dividedBy(3)));
        return new Signal.PutOff(Waiting.TURN, Optional.empty(), until);
    }
}
