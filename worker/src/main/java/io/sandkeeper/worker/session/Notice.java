package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * Something to tell the world, in the order of its sequence.
 *
 * @param sandbox the current sandbox after the decision
 */
public record Notice(
        long sequence,
        long generation,
        State.Name state,
        Optional<Sandbox> sandbox,
        Cause cause,
        Instant at,
        Kind kind) {
    /** What happened; one for each outgoing type. */
    public sealed interface Kind {}

    public record Queued(Waiting reason, Optional<Ticket> ticket) implements Kind {}

    public record Creating(int attempt) implements Kind {}

    public record Ready(Remarks remarks) implements Kind {}

    public record PauseWarning(Instant pausesAt) implements Kind {}

    public record Pausing() implements Kind {}

    public record Paused() implements Kind {}

    public record Resuming() implements Kind {}

    public record Resumed() implements Kind {}

    public record SettingsChanged(Profile profile) implements Kind {}

    public record Lost() implements Kind {}

    public record RecreationStarted(Replacement.Why why, Optional<SandboxId> previous)
            implements Kind {}

    public record RecreationProgressed(Signal.Step step, String message, int percent)
            implements Kind {}

    public record RecreationCompleted(
            Remarks remarks, Restored restored, Optional<SandboxId> previous) implements Kind {}

    public record RecreationFailed(String nextStep) implements Kind {}

    public record HealthChanged(Health health, Optional<Health> before, Instant checkedAt)
            implements Kind {}

    public record ArchiveStored(Archived archived) implements Kind {}

    public record DataLossDetected(DataLoss loss) implements Kind {}

    public record Expiring(Instant expiresAt) implements Kind {}

    public record Expired() implements Kind {}

    public record Killing() implements Kind {}

    public record Killed() implements Kind {}

    public record Failed(Task task, String nextStep) implements Kind {}

    /** What did not work. */
    public enum Task {
        CREATION,
        PAUSE,
        WAKE,
        ARCHIVE,
        VERIFICATION
    }

    public record Superseded(Asked overtaken, Optional<RequestId> by) implements Kind {}

    public record Refused(Asked asked, Refusal reason) implements Kind {}
}
