package io.sandkeeper.worker.session;

import java.time.Duration;
import java.util.Optional;

/**
 * A place in a lane's queue. Who waits is let in by priority, and then by number.
 *
 * @param lane the lane's name
 * @param priority higher goes first
 * @param number its place in the order of arrival: a position is this, less the number at the head,
 *     plus one
 * @param position how many were before it when it was given, and itself
 * @param estimate how long that was likely to take, when that was known
 */
public record Ticket(
        String lane, int priority, long number, int position, Optional<Duration> estimate) {
    /** Far more than will ever wait in one lane, and still a number that every database sorts. */
    private static final long BAND = 1L << 48;

    /** Smaller goes first. */
    public long rank() {
        return (1 - Math.clamp(priority, -1, 1)) * BAND + number;
    }
}
