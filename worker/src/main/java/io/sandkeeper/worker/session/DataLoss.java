package io.sandkeeper.worker.session;

import java.util.List;
import java.util.Optional;

/**
 * What of a project was not as it had been before a pause, although nothing wrote it since.
 *
 * @param compared the copy from before the pause
 * @param count how many files; the list names the first of them
 */
public record DataLoss(ArchiveId compared, int count, List<Loss> files) {
    public static final int MOST_NAMED = 100;

    public DataLoss {
        files = List.copyOf(files);
    }

    /** Everything was as it had been. */
    public static DataLoss none(ArchiveId compared) {
        return new DataLoss(compared, 0, List.of());
    }

    boolean isNone() {
        return count == 0;
    }

    /**
     * @param restored whether it was put back
     * @param copy where what was found instead is kept
     */
    public record Loss(String path, Kind kind, boolean restored, Optional<String> copy) {}

    public enum Kind {
        MISSING,
        DIFFERENT
    }
}
