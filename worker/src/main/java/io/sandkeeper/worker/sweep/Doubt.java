package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Census;

import java.time.Instant;
import java.util.Optional;

/**
 * A listing and a session do not agree about a sandbox. Only looking at it tells.
 *
 * @param since when the session came into the state that is doubted
 * @param missing the listing did not show it at all
 * @param absent what the provider answered when it was looked for and not found
 */
record Doubt(
        Place place,
        SessionId session,
        SandboxId sandbox,
        Instant since,
        boolean missing,
        Optional<String> absent) {
    static Doubt missing(Place place, Census.Resting one) {
        return new Doubt(place, one.session(), one.sandbox(), one.since(), true, Optional.empty());
    }

    static Doubt changed(Place place, Census.Resting one) {
        return new Doubt(place, one.session(), one.sandbox(), one.since(), false, Optional.empty());
    }

    Doubt notFound(String evidence) {
        return new Doubt(place, session, sandbox, since, missing, Optional.of(evidence));
    }

    /** The session is as it was, and nobody is at work on it. */
    boolean isAbout(Session now) {
        return now.state().since().equals(since)
                && now.state().current().filter(one -> one.id().equals(sandbox)).isPresent()
                && now.operation().flatMap(Operation::lease).isEmpty();
    }

    /**
     * What the look says about the session.
     *
     * @param lookedAt before the provider was asked
     */
    Optional<Signal> learned(Session now, Provider.Seen seen, Instant lookedAt) {
        return switch (seen.condition()) {
            case PAUSED -> foundPaused(now, lookedAt);
            case RUNNING -> foundRunning(now, seen, lookedAt);
        };
    }

    private static Optional<Signal> foundPaused(Session now, Instant lookedAt) {
        return now.state() instanceof State.Running
                ? Optional.of(
                        new Signal.FoundPaused(
                                now.generation(),
                                lookedAt,
                                "the provider paused it by itself: it was listed as paused, and was paused when it was looked at"))
                : Optional.empty();
    }

    private static Optional<Signal> foundRunning(
            Session now, Provider.Seen seen, Instant lookedAt) {
        return now.state() instanceof State.Paused
                ? Optional.of(
                        new Signal.FoundRunning(
                                now.generation(),
                                lookedAt,
                                seen.endAt(),
                                "the provider, or somebody there, woke it: it was listed as running, and was running when it was looked at"))
                : Optional.empty();
    }

    Signal gone(Session now, String evidence) {
        return new Signal.Gone(
                now.generation(),
                "the provider ended it by itself: a complete listing did not show it, and two looks did not find it: "
                        + evidence);
    }
}
