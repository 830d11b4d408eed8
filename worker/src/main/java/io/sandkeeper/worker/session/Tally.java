package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;

/**
 * What a session has used up, over all of its sandboxes.
 *
 * @param ran how long a sandbox of it was awake
 * @param cost that time at the price that was configured then, in millionths of its currency
 */
public record Tally(Duration ran, long cost) {
    static final Tally NOTHING = new Tally(Duration.ZERO, 0);

    /** A stretch of being awake is added when it ends; one that goes on keeps its beginning. */
    static Tally after(Session before, State next, long pricePerHour, Instant now) {
        var tally = before.tally();
        if (!isAwake(before.state()) || isSameStretch(before.state(), next)) {
            return tally;
        }
        var stretch = Duration.between(before.state().since(), now);
        if (stretch.isNegative()) {
            return tally;
        }
        var cost = Math.round(stretch.toMillis() / 3_600_000.0 * pricePerHour);
        return new Tally(tally.ran().plus(stretch), tally.cost() + cost);
    }

    private static boolean isAwake(State state) {
        return state instanceof State.Running || state instanceof State.Pausing;
    }

    private static boolean isSameStretch(State before, State next) {
        return before.name() == next.name() && before.since().equals(next.since());
    }
}
