package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.Written;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sessions of a batch that the store could not read or did not take, each for a reason. */
final class Unfit {
    private final Map<SessionId, RuntimeException> failures = new HashMap<>();
    private final Set<SessionId> unreadable = new HashSet<>();

    void unreadable(Map<SessionId, String> sessions) {
        sessions.forEach((id, why) -> failures.put(id, refused("unreadable: " + why)));
        unreadable.addAll(sessions.keySet());
    }

    void refused(Map<SessionId, Written.Refusal> sessions) {
        sessions.forEach(
                (id, refusal) ->
                        failures.put(
                                id,
                                switch (refusal) {
                                    case OUTBOX_FULL -> new NoRoom(id);
                                    case TOO_LARGE, MALFORMED -> refused(refusal.name());
                                }));
    }

    private static StoreRefused refused(String why) {
        return new StoreRefused("the store cannot take this in: " + why);
    }

    Optional<RuntimeException> failure(SessionId session) {
        return Optional.ofNullable(failures.get(session));
    }

    /** Whether some of what came for the session may be taken in without the rest. */
    boolean maybeInPart(SessionId session) {
        return failures.containsKey(session) && !unreadable.contains(session);
    }
}
