package io.sandkeeper.worker.session;

import java.util.Optional;

/**
 * Why something happened. Every transition has one.
 *
 * @param actor who: a user, a service, or "sandkeeper"
 * @param evidence what was seen, for a person to read
 * @param event the event that caused it
 * @param trace the caller's traceparent, carried through
 */
public record Cause(
        Kind kind, String actor, String evidence, Optional<EventId> event, Optional<String> trace) {
    public enum Kind {
        REQUEST,
        ACTIVITY,
        IDLE,
        PROVIDER,
        OPERATION,
        /** Its end of life came, or the provider's longest run. */
        EXPIRY,
        /** A limit, a breaker or a budget. */
        LIMIT
    }

    static Cause own(Kind kind, String evidence) {
        return new Cause(kind, "sandkeeper", evidence, Optional.empty(), Optional.empty());
    }
}
