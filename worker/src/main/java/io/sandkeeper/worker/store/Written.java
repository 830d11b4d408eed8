package io.sandkeeper.worker.store;

import io.sandkeeper.worker.session.SessionId;

import java.util.Map;
import java.util.Set;

/**
 * What became of a batch of writes; those that are not named are stored for good.
 *
 * @param lost somebody else wrote first, or the session was used meanwhile: they must be loaded and
 *     decided again
 * @param refused writing them again as they are will not help
 */
public record Written(Set<SessionId> lost, Map<SessionId, Refusal> refused) {
    public static final Written ALL = new Written(Set.of(), Map.of());

    public Written {
        lost = Set.copyOf(lost);
        refused = Map.copyOf(refused);
    }

    public boolean done(SessionId id) {
        return !lost.contains(id) && !refused.containsKey(id);
    }

    public enum Refusal {
        /** So much waits to be published that no more fits. Publish it, then decide again. */
        OUTBOX_FULL,
        /** It would not fit even with an empty outbox. */
        TOO_LARGE,
        /** The store does not take this document. */
        MALFORMED
    }
}
