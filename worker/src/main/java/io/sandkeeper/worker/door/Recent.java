package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions that this worker wrote last, as they are in the store unless somebody else wrote
 * since: an operation's outcome mostly finds its session here. Whoever decides on one of these must
 * write by compare-and-set, which tells whether it still was the newest, or must read it after all.
 */
final class Recent {
    private static final int MOST = 8_192;

    private final Map<SessionId, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    synchronized Map<SessionId, Session> among(Collection<SessionId> ids) {
        var known = new HashMap<SessionId, Session>();
        for (var id : ids) {
            var session = sessions.get(id);
            if (session != null) {
                known.put(id, session);
            }
        }
        return known;
    }

    synchronized void wrote(Session stored) {
        sessions.put(stored.id(), stored);
        if (sessions.size() > MOST) {
            var eldest = sessions.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    synchronized void forget(SessionId id) {
        sessions.remove(id);
    }
}
