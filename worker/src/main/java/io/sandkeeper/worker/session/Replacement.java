package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One sandbox that was made, or should have been, in place of another.
 *
 * @param before the sandbox that was replaced; none when it was lost
 * @param files what came into the new one
 * @param after none when it did not work
 * @param error why it did not work
 */
public record Replacement(
        Why why,
        String evidence,
        Instant begunAt,
        Duration took,
        Optional<Place> before,
        Optional<Place> after,
        Optional<Files> files,
        Optional<String> error) {
    static Replacement done(State.Recreating recreating, Signal.Created created, Instant now) {
        return ended(
                recreating,
                Optional.of(Place.of(created.sandbox())),
                Optional.of(Files.of(created.restored())),
                Optional.empty(),
                now);
    }

    static Replacement failed(State.Recreating recreating, Cause why, Instant now) {
        return ended(
                recreating, Optional.empty(), Optional.empty(), Optional.of(why.evidence()), now);
    }

    private static Replacement ended(
            State.Recreating recreating,
            Optional<Place> after,
            Optional<Files> files,
            Optional<String> error,
            Instant now) {
        return new Replacement(
                recreating.why(),
                recreating.reason().evidence(),
                recreating.since(),
                Duration.between(recreating.since(), now),
                recreating.replaced(),
                after,
                files,
                error);
    }

    /** Why a sandbox is replaced. */
    public enum Why {
        LOST,
        ERROR,
        REQUEST,
        RESUME_NOT_FOUND
    }

    /**
     * @param unrecovered how many files are known to have been newer; their names are in the event
     */
    public record Files(
            Restored.Source source,
            Optional<Instant> takenAt,
            int count,
            long bytes,
            Duration took,
            int unrecovered) {
        static Files of(Restored restored) {
            return new Files(
                    restored.source(),
                    restored.takenAt(),
                    restored.files(),
                    restored.bytes(),
                    restored.took(),
                    restored.unrecoveredCount());
        }
    }

    public record Place(SandboxId sandbox, Optional<String> url) {
        static Place of(Sandbox sandbox) {
            return new Place(sandbox.id(), sandbox.url());
        }
    }
}
