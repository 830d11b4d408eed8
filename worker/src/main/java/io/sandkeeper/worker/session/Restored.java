package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the files of a new sandbox came from.
 *
 * @param takenAt how old they are, when they are not live
 * @param unrecovered the first files that are known to have been newer than the source
 */
public record Restored(
        Source source,
        Optional<Instant> takenAt,
        int files,
        long bytes,
        Duration took,
        int unrecoveredCount,
        List<String> unrecovered) {
    public static final int MOST_NAMED = 100;

    public Restored {
        unrecovered = List.copyOf(unrecovered);
    }

    /** Nothing but what the request brought. */
    public static Restored from(Source source) {
        return new Restored(source, Optional.empty(), 0, 0, Duration.ZERO, 0, List.of());
    }

    public enum Source {
        /** The files of the sandbox before. */
        LIVE,
        ARCHIVE,
        REPOSITORY,
        TEMPLATE
    }
}
