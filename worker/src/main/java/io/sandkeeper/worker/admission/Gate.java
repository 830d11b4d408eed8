package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.Optional;

/** Whether a lane lets operations begin. The same for all workers. */
public sealed interface Gate {
    record Free() implements Gate {}

    /**
     * Nothing begins.
     *
     * @param until then one probe goes through
     */
    record Shut(Reason reason, Instant since, Instant until, String evidence) implements Gate {}

    /**
     * One operation was let through to see whether it works again.
     *
     * @param since when the gate was shut: what began later has seen the provider since
     * @param until when the probe counts as lost, and another one may go
     */
    record Probing(Reason reason, Instant since, SessionId probe, Instant until, String evidence)
            implements Gate {}

    /** It works again: those who waited are let go in order, at a growing pace. */
    record Opening(Reason reason, Instant since) implements Gate {}

    /** Why nobody passes, if nobody does. */
    default Optional<Reason> closure() {
        return switch (this) {
            case Shut shut -> Optional.of(shut.reason());
            case Probing probing -> Optional.of(probing.reason());
            case Free _, Opening _ -> Optional.empty();
        };
    }

    /** When a closed gate next lets a probe through. */
    default Optional<Instant> probeAt() {
        return switch (this) {
            case Shut shut -> Optional.of(shut.until());
            case Probing probing -> Optional.of(probing.until());
            case Free _, Opening _ -> Optional.empty();
        };
    }

    default boolean isProbeDue(Instant now) {
        return probeAt().filter(at -> !at.isAfter(now)).isPresent();
    }
}
