package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A lane as all workers share it.
 *
 * @param letIn those that may begin and are not known to have begun
 * @param seats in a lane of wakes: those who wait for a place in the account
 * @param held those whom it holds back and who are in no queue
 * @param line the queue, as the one who leads has seen it last
 * @param tickets how many tickets were given out; grows without a version
 * @param version grows with each change of the rest; 0 when nothing was written yet
 */
public record LaneState(
        LaneId id,
        Gate gate,
        Tokens tokens,
        Map<SessionId, Pass> letIn,
        Seats seats,
        Held held,
        Line line,
        long tickets,
        long version) {
    public LaneState {
        letIn = Map.copyOf(letIn);
    }

    /**
     * @param at from when on it may begin
     * @param turn of the operation that may; none is any
     */
    public record Pass(Instant at, Optional<Integer> turn) {
        static Pass of(Session session, Instant at) {
            return new Pass(at, session.operation().map(Operation::turn));
        }

        /** Who was taken up since then has used it. */
        boolean isFor(Session session) {
            return turn.isEmpty() || turn.equals(session.operation().map(Operation::turn));
        }
    }

    static LaneState quiet(LaneId id) {
        return new LaneState(
                id,
                new Gate.Free(),
                Tokens.FULL,
                Map.of(),
                Seats.NONE,
                Held.NOBODY,
                Line.EMPTY,
                0,
                0);
    }

    /**
     * Whoever was let in and has not begun waits again when the gate shuts; a probe is let in by
     * being it.
     */
    LaneState with(Gate next, Instant now) {
        if (next.equals(gate)) {
            return this;
        }
        var gated = new LaneState(id, next, tokens, letIn, seats, held, line, tickets, version);
        return switch (next) {
            case Gate.Shut _ -> gated.lettingIn(Map.of()).with(held.recalled());
            case Gate.Probing probing ->
                    gated.lettingIn(Map.of(probing.probe(), new Pass(now, Optional.empty())))
                            .with(held.recalled().calling(List.of(probing.probe()), now));
            case Gate.Opening _ -> gated.with(Tokens.one(now));
            case Gate.Free _ -> gated;
        };
    }

    LaneState with(Tokens next) {
        return new LaneState(id, gate, next, letIn, seats, held, line, tickets, version);
    }

    LaneState with(Line next) {
        return new LaneState(id, gate, tokens, letIn, seats, held, next, tickets, version);
    }

    LaneState with(Seats next) {
        return new LaneState(id, gate, tokens, letIn, next, held, line, tickets, version);
    }

    LaneState with(Held next) {
        return new LaneState(id, gate, tokens, letIn, seats, next, line, tickets, version);
    }

    LaneState lettingIn(Map<SessionId, Pass> next) {
        return new LaneState(id, gate, tokens, next, seats, held, line, tickets, version);
    }

    LaneState alsoLettingIn(Session session, Instant at) {
        var more = new LinkedHashMap<>(letIn);
        more.put(session.id(), Pass.of(session, at));
        return lettingIn(more);
    }

    public LaneState written() {
        return new LaneState(id, gate, tokens, letIn, seats, held, line, tickets, version + 1);
    }

    /** The newer of two sights of one lane. */
    LaneState newer(LaneState other) {
        var newest = other.version > version ? other : this;
        var most = Math.max(tickets, other.tickets);
        return newest.tickets == most
                ? newest
                : new LaneState(
                        id,
                        newest.gate,
                        newest.tokens,
                        newest.letIn,
                        newest.seats,
                        newest.held,
                        newest.line,
                        most,
                        newest.version);
    }

    /** Nobody waits, as far as is known. */
    boolean nobodyWaits() {
        return waiting() == 0;
    }

    /** How many wait, those counted in that got a ticket since the queue was looked at. */
    long waiting() {
        return line.waiting() + Math.max(0, tickets - line.issued());
    }

    boolean lets(Session session) {
        return !(gate instanceof Gate.Shut) && pass(session).isPresent();
    }

    Optional<Pass> pass(Session session) {
        return Optional.ofNullable(letIn.get(session.id())).filter(one -> one.isFor(session));
    }

    /** Whether anybody is here who must hear when it moves. */
    boolean isDeserted() {
        return nobodyWaits() && seats.isEmpty() && held.isEmpty();
    }

    /**
     * @param head the smallest ticket number that waits, or the next one when nobody does
     * @param waiting how many wait
     * @param issued how many tickets had been given out then
     * @param perMinute how many were let in in the last minute
     * @param since when the one at the head began to wait
     * @param at when it was looked at: so the lane changes once a second while somebody leads it
     */
    public record Line(
            long head,
            long waiting,
            long issued,
            double perMinute,
            Optional<Instant> since,
            Instant at) {
        static final Line EMPTY = new Line(1, 0, 0, 0, Optional.empty(), Instant.EPOCH);
    }
}
