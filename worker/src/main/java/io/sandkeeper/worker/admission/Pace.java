package io.sandkeeper.worker.admission;

import java.time.Duration;
import java.time.Instant;

/** How fast those who waited are let go after an outage: it doubles each second. */
final class Pace {
    /** From here on, pacing changes nothing. */
    private static final int SECONDS = 10;

    private Pace() {}

    static double perSecond(Instant since, Instant now) {
        var seconds = Math.clamp(Duration.between(since, now).toSeconds(), 0, SECONDS);
        return 1L << seconds;
    }

    static boolean isOver(Instant since, Instant now) {
        return !now.isBefore(since.plusSeconds(SECONDS));
    }
}
