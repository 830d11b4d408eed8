package io.sandkeeper.worker.store;

import static java.util.stream.Collectors.toMap;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Sessions that were read.
 *
 * @param unreadable those that exist and that this worker cannot read, and why: written by a newer
 *     release, or damaged. They are not absent, and they fail nobody else's reading
 */
public record Found(List<Session> sessions, Map<SessionId, String> unreadable) {
    public static final Found NOTHING = new Found(List.of(), Map.of());

    public Found {
        sessions = List.copyOf(sessions);
        unreadable = Map.copyOf(unreadable);
    }

    public boolean isEmpty() {
        return sessions.isEmpty() && unreadable.isEmpty();
    }

    public Map<SessionId, Session> byId() {
        return sessions.stream().collect(toMap(Session::id, Function.identity()));
    }
}
