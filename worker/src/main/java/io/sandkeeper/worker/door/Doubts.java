package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Operations that this worker may have taken up: the store did not answer when it was told so. A
 * session's are touched by its own lane only.
 */
final class Doubts {
    private final Map<SessionId, Operation> doubted = new ConcurrentHashMap<>();

    void keep(Session session) {
        session.operation().ifPresent(operation -> doubted.put(session.id(), operation));
    }

    /** True when it was done after all. There is no doubt any more. */
    boolean confirm(Session stored) {
        var operation = doubted.remove(stored.id());
        return operation != null && stored.operation().filter(operation::equals).isPresent();
    }

    List<SessionId> among(Collection<SessionId> sessions) {
        return sessions.stream().filter(doubted::containsKey).toList();
    }
}
