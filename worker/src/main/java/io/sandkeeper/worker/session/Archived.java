package io.sandkeeper.worker.session;

import java.time.Duration;
import java.util.List;

/**
 * What making a copy of a project's files came to.
 *
 * @param transferred how many bytes had to travel; what was stored already did not
 * @param leftOutCount how many things are not in it; the list names the first of them
 */
public record Archived(
        Archive archive,
        Duration took,
        long transferred,
        int leftOutCount,
        List<Omission> leftOut) {
    /** So many are named. */
    public static final int MOST_NAMED = 100;

    public Archived {
        leftOut = List.copyOf(leftOut);
    }

    public record Omission(String path, String reason) {}
}
