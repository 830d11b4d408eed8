package io.sandkeeper.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as people read them. */
final class Clock {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private Clock() {}

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** One number and one unit. */
    static String about(Duration duration) {
        if (duration.compareTo(MINUTE) < 0) {
            return Math.max(0, duration.toSeconds()) + " s";
        }
        if (duration.compareTo(HOUR) < 0) {
            return duration.toMinutes() + " min";
        }
        return duration.compareTo(TWO_DAYS) < 0
                ? duration.toHours() + " h"
                : duration.toDays() + " days";
    }
}
