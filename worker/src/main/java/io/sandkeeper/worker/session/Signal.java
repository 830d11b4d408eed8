package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whatever may change a session: somebody's intent, an operation's outcome, an observation, or
 * time.
 */
public sealed interface Signal {
    /** Somebody wants something. */
    sealed interface Intent extends Signal {
        Origin origin();
    }

    record Requested(Origin origin, Owner owner, Profile profile) implements Intent {}

    record PauseRequested(Origin origin) implements Intent {}

    record ResumeRequested(Origin origin) implements Intent {}

    record KillRequested(Origin origin) implements Intent {}

    record RecreateRequested(Origin origin) implements Intent {}

    /** Somebody wants a copy of its files now. */
    record ArchiveRequested(Origin origin) implements Intent {}

    record RetryRequested(Origin origin) implements Intent {}

    record SettingsChanged(Origin origin, Settings settings) implements Intent {}

    /** Somebody used a session that was not running. */
    record Used(Origin origin) implements Intent {}

    /** What an operation came to. It counts only for the generation that it was started for. */
    sealed interface Outcome extends Signal {
        long generation();
    }

    /**
     * What an operation came to, told by whoever did it under this lease. Under another one
     * somebody else is at it by now: what was made before is found again by its mark, if it is
     * still there.
     */
    record Reported(Operation.Lease lease, Outcome outcome) implements Outcome {
        @Override
        public long generation() {
            return outcome.generation();
        }
    }

    /**
     * @param remarks what the requester should know: the default template was used, and the like
     * @param restored where its files came from
     */
    record Created(long generation, Sandbox sandbox, Remarks remarks, Restored restored)
            implements Outcome {
        public Created(long generation, Sandbox sandbox, Remarks remarks) {
            this(generation, sandbox, remarks, Restored.from(Restored.Source.TEMPLATE));
        }
    }

    /**
     * How far the making of a sandbox in place of another is.
     *
     * @param message for a person
     */
    record Progressed(long generation, int turn, Step step, String message, int percent)
            implements Outcome {}

    enum Step {
        CREATING,
        TRANSFERRING,
        UPDATING,
        COMPLETE
    }

    /**
     * @param stray a sandbox that was made and is of no use
     */
    record CreateFailed(long generation, int turn, Failure failure, Optional<SandboxId> stray)
            implements Outcome {}

    /**
     * @param archived the copy of its files that was made just before
     */
    record PauseDone(long generation, Optional<Archived> archived) implements Outcome {
        public PauseDone(long generation) {
            this(generation, Optional.empty());
        }
    }

    record PauseFailed(long generation, int turn, Failure failure) implements Outcome {}

    record ResumeDone(long generation, Optional<String> url) implements Outcome {}

    record ResumeFailed(long generation, int turn, Failure failure) implements Outcome {}

    /** The control plane says, and said again, that it does not have this generation's sandbox. */
    record Gone(long generation, String evidence) implements Outcome {}

    /**
     * @param by how long the provider gave it, from the moment it was asked
     */
    record Extended(long generation, int turn, Duration by) implements Outcome {}

    record ExtendFailed(long generation, int turn, Failure failure) implements Outcome {}

    record ArchiveDone(long generation, int turn, Archived archived) implements Outcome {}

    record ArchiveFailed(long generation, int turn, Failure failure) implements Outcome {}

    record Verified(long generation, int turn, DataLoss loss) implements Outcome {}

    record VerifyFailed(long generation, int turn, Failure failure) implements Outcome {}

    /**
     * A comparison that is under way, or that could not be made before its sandbox is replaced. The
     * operation goes on.
     *
     * @param loss as far as it is known; nothing of it was put back yet
     */
    record Doubted(long generation, int turn, DataLoss loss) implements Outcome {}

    /**
     * The provider paused it by itself.
     *
     * @param seenAt when the provider was asked: what we did since then is newer
     */
    record FoundPaused(long generation, Instant seenAt, String evidence) implements Outcome {}

    /**
     * Somebody else woke it.
     *
     * @param endAt when the provider will end or pause it
     */
    record FoundRunning(long generation, Instant seenAt, Instant endAt, String evidence)
            implements Outcome {}

    /**
     * What a check of this generation's sandbox came to, after it was confirmed.
     *
     * @param seenAt when the check was begun: what was done since then is newer
     * @param asked who wanted to know; none for a routine check, which is told when something
     *     changed
     */
    record HealthSeen(
            long generation, Health health, Instant seenAt, String evidence, Optional<Origin> asked)
            implements Outcome {}

    /**
     * A sandbox of a session that lost it is there after all.
     *
     * @param sandbox as far as the provider tells what it is
     * @param endAt when the provider will end or pause it; none when it is paused
     */
    record Reappeared(
            long generation,
            Sandbox sandbox,
            Instant seenAt,
            Optional<Instant> endAt,
            String evidence)
            implements Outcome {}

    /**
     * A condemned sandbox is gone: the provider answered 404, or a complete listing did not show
     * it.
     */
    record Destroyed(long generation, Optional<SandboxId> sandbox) implements Outcome {}

    record DestroyFailed(long generation, Optional<SandboxId> sandbox, Failure failure)
            implements Outcome {}

    /** A complete listing did not show the sandbox whose creation was never answered. */
    record NotSeen(long generation) implements Outcome {}

    /** A sandbox of ours that no role refers to was seen. */
    record StraySeen(long generation, SandboxId sandbox) implements Outcome {}

    /** A worker has a free hand for what is due. */
    record TakenUp(Operation.Lease lease) implements Signal {}

    /**
     * It is due, and nobody is let in now.
     *
     * @param ticket its place in the queue, when it got one just now
     * @param until when it asks again, if nobody lets it in before
     */
    record PutOff(Waiting reason, Optional<Ticket> ticket, Instant until) implements Signal {}

    /**
     * It is its turn.
     *
     * @param turn of the operation that was held back: once that was taken up, it goes by its own
     *     time
     */
    record LetIn(int turn) implements Signal {
        /** What was never taken up, or stands in a queue. */
        public LetIn() {
            this(0);
        }
    }

    /** The queue is so long that no more are taken. */
    record TurnedAway(String evidence) implements Signal {}

    /** The worker that held the lease is not alive any more. */
    record LeaseLost(String worker) implements Signal {}

    /** One of the session's timers went off. */
    record TimerFired() implements Signal {}
}
