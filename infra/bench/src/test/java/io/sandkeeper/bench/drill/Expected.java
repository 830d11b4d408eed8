package io.sandkeeper.bench.drill;

import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionState;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The sessions of one drill, and where each of them is to be in the end. */
final class Expected {
    private final String drill;
    private final Map<SessionId, SessionState> sessions = new ConcurrentHashMap<>();

    Expected(String drill) {
        this.drill = drill;
    }

    SessionId session(int number) {
        return new SessionId("%s-%04d".formatted(drill, number));
    }

    List<SessionId> first(int count) {
        return IntStream.range(0, count).mapToObj(this::session).toList();
    }

    void expect(SessionId session, SessionState state) {
        sessions.put(session, state);
    }

    void expect(Collection<SessionId> many, SessionState state) {
        many.forEach(one -> expect(one, state));
    }

    boolean isOurs(String session) {
        return session.startsWith(drill + "-");
    }

    Map<SessionId, SessionState> sessions() {
        return Map.copyOf(sessions);
    }

    List<SessionId> all() {
        return new ArrayList<>(sessions.keySet());
    }
}
