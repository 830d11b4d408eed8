package io.sandkeeper.worker.sweep;

import java.time.Duration;

/**
 * When something counts as what it seems to be.
 *
 * @param fleet whose sandboxes are ours
 * @param grace no sandbox is younger when it is taken for a stray
 * @param looks how many doubts are looked into in a second
 * @param unknownAtOnce when more sandboxes than this, and more than half of all, are of sessions
 *     that are not in the store, then it is the store that is doubted
 */
public record SweepRules(String fleet, Duration grace, int looks, int unknownAtOnce) {
    /** So often in a row must a sandbox be listed without anybody who owns it. */
    static final int LISTINGS = 2;

    /** While a listing is doubted, looks are so much rarer. */
    private static final int SLOWER = 5;

    int slowLooks() {
        return Math.max(1, looks / SLOWER);
    }

    /** More than half of so many that it is no coincidence. */
    static boolean isMostOf(int some, int all, int coincidence) {
        return some > coincidence && some * 2L > all;
    }
}
