package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A session gets a new sandbox, with its files. */
public sealed interface Recreation extends Lifecycle {
    record Started(
            Standing standing, Reason reason, int attempt, @Nullable SandboxId previousSandboxId)
            implements Recreation {}

    /**
     * How far it is.
     *
     * @param percent only grows
     */
    record Progress(Standing standing, Step step, String message, int percent)
            implements Recreation {}

    /**
     * The session has a new sandbox, with its files.
     *
     * @param sourceTakenAt how old the source is, when it is not live
     * @param unrecoveredCount files known to be newer than the source; the list names the first of
     *     them
     */
    record Completed(
            Standing standing,
            Source source,
            @Nullable Instant sourceTakenAt,
            Amount restored,
            @Nullable SandboxId previousSandboxId,
            Preview preview,
            int unrecoveredCount,
            List<String> unrecovered)
            implements Recreation {
        public Completed {
            unrecovered = List.copyOf(unrecovered);
        }
    }

    /**
     * A try did not work; the old sandbox is as it was.
     *
     * @param retryAt when it is tried again; null: not by itself
     */
    record FailedAttempt(Standing standing, int attempt, Advice advice, @Nullable Instant retryAt)
            implements Recreation {}

    enum Reason {
        LOST,
        ERROR,
        REQUEST,
        DATA_LOSS,
        RESUME_NOT_FOUND,
        EXPIRY
    }

    enum Step {
        CREATING,
        TRANSFERRING,
        UPDATING,
        COMPLETE
    }

    enum Source {
        LIVE,
        ARCHIVE,
        REPOSITORY,
        TEMPLATE
    }
}
