package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A lane as all workers share it.
 *
 * @param letIn those that may begin and are not known to have begun, and since when
 * @param seats in a lane of wakes: those who wait for a place in the account
 * @param line the queue, as the one who leads has seen it last
 * @param tickets how many tickets were given out; grows without a version
 * @param version grows with each change of the rest; 0 when nothing was written yet
 */
public record LaneState(
        LaneId id,
        Gate gate,
        Tokens tokens,
        Map<SessionId, Instant> letIn,
        Seats seats,
        Line line,
        long tickets,
        long version) {
    public LaneState {
        letIn = Map.copyOf(letIn);
    }

    static LaneState quiet(LaneId id) {
        return new LaneState(
                id, new Gate.Free(), Tokens.FULL, Map.of(), Seats.NONE, Line.EMPTY, 0, 0);
    }

    /**
     * Whoever was let in and has not begun waits again when the gate shuts; a probe is let in by
     * being it.
     */
    LaneState with(Gate next, Instant now) {
        if (next.equals(gate)) {
            return this;
        }
        return switch (next) {
            case Gate.Shut _ ->
                    new LaneState(id, next, tokens, Map.of(), seats, line, tickets, version);
            case Gate.Probing probing ->
                    new LaneState(
                            id,
                            next,
                            tokens,
                            Map.of(probing.probe(), now),
                            seats,
                            line,
                            tickets,
                            version);
            case Gate.Opening _ ->
                    new LaneState(id, next, Tokens.one(now), letIn, seats, line, tickets, version);
            case Gate.Free _ ->
                    new LaneState(id, next, tokens, letIn, seats, line, tickets, version);
        };
    }

    LaneState with(Tokens next) {
        return new LaneState(id, gate, next, letIn, seats, line, tickets, version);
    }

    LaneState with(Line next) {
        return new LaneState(id, gate, tokens, letIn, seats, next, tickets, version);
    }

    LaneState with(Seats next) {
        return new LaneState(id, gate, tokens, letIn, next, line, tickets, version);
    }

    LaneState lettingIn(Map<SessionId, Instant> next) {
        return new LaneState(id, gate, tokens, next, seats, line, tickets, version);
    }

    LaneState alsoLettingIn(SessionId session, Instant at) {
        var more = new LinkedHashMap<>(letIn);
        more.put(session, at);
        return lettingIn(more);
    }

    public LaneState written() {
        return new LaneState(id, gate, tokens, letIn, seats, line, tickets, version + 1);
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

    boolean lets(SessionId session) {
        return letIn.containsKey(session) && !(gate instanceof Gate.Shut);
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
