package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

import java.time.Instant;
import java.util.Optional;

/** A sandbox is listed again whose session had lost it. Only looking at it tells. */
record Return(Place place, SessionId session, SandboxId sandbox) {
    /** The session is as it was: nothing newer was begun. */
    boolean isAbout(Session now, Provider.Seen seen) {
        return Belonging.session(seen).filter(session::equals).isPresent()
                && Belonging.isLast(now, seen);
    }

    /**
     * @param lookedAt before the provider was asked
     */
    Signal learned(Session now, Provider.Seen seen, Instant lookedAt) {
        return new Signal.Reappeared(
                now.generation(),
                remembered(now, seen),
                lookedAt,
                Optional.of(seen.endAt())
                        .filter(_ -> seen.condition() == Provider.Condition.RUNNING),
                "the provider has it again: it was listed, and was there when it was looked at");
    }

    /** Its template is not told: what was asked for is what it most likely is. */
    private Sandbox remembered(Session now, Provider.Seen seen) {
        return new Sandbox(
                sandbox,
                now.generation(),
                now.profile().framework(),
                now.profile().previewPort().map(port -> place.provider().url(sandbox, port)),
                seen.startedAt(),
                0);
    }
}
