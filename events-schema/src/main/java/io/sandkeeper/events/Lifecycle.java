package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What happened to a session: one type for each transition, and its progress. */
public sealed interface Lifecycle extends Event permits Lifecycle.Life, Recreation, RequestOutcome {
    /** Where the session stands after it. */
    Standing standing();

    @Override
    default String subject() {
        return standing().sessionId().value();
    }

    /** The ordinary life of a sandbox. */
    sealed interface Life extends Lifecycle {}

    record Queued(Standing standing, Waiting waiting) implements Life {}

    /**
     * A sandbox is being created.
     *
     * @param attempt counts from 1
     */
    record Creating(Standing standing, int attempt, Framework template, @Nullable Region region)
            implements Life {}

    /**
     * A command has succeeded in the sandbox, and its files are in place.
     *
     * @param defaultTemplateUsed the provider does not know the template that was asked for
     * @param autoPauseRefused the provider will not pause it by itself as a safety net
     */
    record Ready(
            Standing standing,
            Framework template,
            boolean defaultTemplateUsed,
            boolean autoPauseRefused,
            Preview preview)
            implements Life {}

    record PauseWarning(Standing standing, Instant pausesAt) implements Life {}

    record Pausing(Standing standing, int attempt) implements Life {}

    record Paused(Standing standing, Instant pausedAt) implements Life {}

    record Resuming(Standing standing, int attempt) implements Life {}

    record Resumed(Standing standing, Preview preview) implements Life {}

    record SettingsChanged(Standing standing, @Nullable RequestId requestId, Settings settings)
            implements Life {}

    record HealthChanged(
            Standing standing,
            HealthResult health,
            @Nullable HealthResult before,
            Instant checkedAt)
            implements Life {}

    /**
     * A copy of the session's files was stored.
     *
     * @param leftOutCount how many files are not in it; the list names the first of them
     */
    record ArchiveStored(
            Standing standing,
            ArchiveId archiveId,
            Durability durability,
            Amount stored,
            long transferredBytes,
            int leftOutCount,
            List<LeftOut> leftOut)
            implements Life {
        public ArchiveStored {
            leftOut = List.copyOf(leftOut);
        }
    }

    record Lost(Standing standing, @Nullable Instant lastArchiveAt) implements Life {}

    /**
     * Files are gone or different although nothing wrote them.
     *
     * @param fileCount how many files were lost; the list names the first of them
     */
    record DataLossDetected(
            Standing standing, @Nullable ArchiveId archiveId, int fileCount, List<LostFile> files)
            implements Life {
        public DataLossDetected {
            files = List.copyOf(files);
        }
    }

    record Expiring(Standing standing, Instant expiresAt) implements Life {}

    record Expired(Standing standing, Instant expiredAt) implements Life {}

    record Killing(Standing standing, int attempt) implements Life {}

    record Killed(Standing standing, Instant confirmedAt) implements Life {}

    record Failed(Standing standing, Advice advice) implements Life {}

    /**
     * The sandbox's web page.
     *
     * @param pending the port does not answer yet
     */
    record Preview(@Nullable URI url, boolean pending) {
        public static final Preview NONE = new Preview(null, false);
    }

    enum Durability {
        /** Not yet safe. */
        LOCAL,
        DURABLE
    }

    record Amount(int files, long bytes, Duration took) {}

    record LeftOut(String path, String reason) {}

    /**
     * A file that is not as it was.
     *
     * @param copy where what was found instead is kept
     */
    record LostFile(String path, Loss loss, boolean restored, @Nullable String copy) {}

    enum Loss {
        MISSING,
        DIFFERENT
    }
}
