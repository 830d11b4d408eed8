package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * A place in a queue.
 *
 * @param position 1 is the next one
 * @param lane whose notices on the platform topic move the position on
 * @param ticket its number in that lane: position = ticket - the lane's head + 1
 */
public record Waiting(
        int position,
        @Nullable Duration estimatedWait,
        Reason reason,
        @Nullable String lane,
        @Nullable Long ticket) {
    public enum Reason {
        /** Others came first. */
        TURN,
        /** The provider fails; creation goes on when it has recovered. */
        BREAKER_OPEN,
        RATE_LIMITED,
        ACCOUNT_FULL,
        /** The provider refuses our key; somebody must mend that. */
        SUSPENDED,
        BUDGET
    }
}
