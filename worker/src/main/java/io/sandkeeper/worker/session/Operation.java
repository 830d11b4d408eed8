package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * What is being done for a session now; at most one at a time.
 *
 * @param attempt the try that is due or under way, from 1
 * @param turn how often it was taken up: a failure counts only for the turn that it is from
 * @param calls how many definite answers were failures; part of the idempotency key
 * @param look whether an earlier try may have been done: look before doing it again
 * @param takeOvers how many workers in a row were lost while they worked at it
 * @param dueAt when it is to be taken up
 * @param lease who is at it
 */
public record Operation(
        Kind kind,
        long generation,
        int attempt,
        int turn,
        int calls,
        boolean look,
        int takeOvers,
        Instant dueAt,
        Optional<Lease> lease) {
    public enum Kind {
        CREATE,
        PAUSE,
        RESUME,
        /** Moves the provider's own deadline on, while the session is in use. */
        EXTEND,
        /** Copies the files of a running session to where they are safe. */
        ARCHIVE,
        /** Compares what woke with what fell asleep. */
        VERIFY
    }

    /**
     * @param worker the worker's epoch: a worker that starts again is another one
     */
    public record Lease(String worker, Instant since) {}

    static Operation first(Kind kind, long generation, Instant now) {
        return new Operation(kind, generation, 1, 0, 0, false, 0, now, Optional.empty());
    }

    /** It goes on at once where another one ended, in the place that it had in the account. */
    Operation goingOn() {
        return new Operation(
                kind, generation, attempt, turn + 1, calls, look, takeOvers, dueAt, lease);
    }

    Operation leasedTo(Lease taker) {
        return new Operation(
                kind,
                generation,
                attempt,
                turn + 1,
                calls,
                look,
                takeOvers,
                dueAt,
                Optional.of(taker));
    }

    /**
     * After a definite failure that cost an attempt. What an earlier, unknown one may have made is
     * still looked for: the look itself may be what failed.
     */
    Operation again(Instant due) {
        return new Operation(
                kind, generation, attempt + 1, turn, calls + 1, look, 0, due, Optional.empty());
    }

    /** After a definite "not now", which costs no attempt. */
    Operation later(Instant due) {
        return new Operation(
                kind, generation, attempt, turn, calls + 1, look, 0, due, Optional.empty());
    }

    /** After an outcome that nobody knows, or when its worker was lost. */
    Operation lookAgain(Instant due) {
        return new Operation(
                kind, generation, attempt + 1, turn, calls, true, 0, due, Optional.empty());
    }

    /** Somebody else is at it, or it was handed over: look soon, and nobody is to blame. */
    Operation lookSoon(Instant due) {
        return new Operation(
                kind, generation, attempt, turn, calls, true, 0, due, Optional.empty());
    }

    /** Its worker was lost: what it did is not known, and nobody is to blame for an attempt. */
    Operation takenOver(Instant due) {
        return new Operation(
                kind, generation, attempt, turn, calls, true, takeOvers + 1, due, Optional.empty());
    }

    /** It was not let in yet: nothing was tried, and nothing is known that was not known before. */
    Operation parked(Instant until) {
        return new Operation(kind, generation, attempt, turn, calls, look, takeOvers, until, lease);
    }

    Operation hurried(Instant now) {
        return new Operation(kind, generation, attempt, turn, calls, look, takeOvers, now, lease);
    }
}
