package io.sandkeeper.worker.simulation;

import io.sandkeeper.worker.door.Alarm;
import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One worker's alarms: they ring when the story lets them. */
final class Bells implements Alarm {
    private final Map<SessionId, Instant> alarms = new LinkedHashMap<>();

    @Override
    public void set(SessionId session, Instant dueAt) {
        alarms.put(session, dueAt);
    }

    List<SessionId> takeDue(Instant now) {
        var due =
                alarms.entrySet().stream()
                        .filter(one -> one.getValue().isBefore(now))
                        .map(Map.Entry::getKey)
                        .toList();
        due.forEach(alarms::remove);
        return due;
    }

    boolean isDue(Instant now) {
        return alarms.values().stream().anyMatch(at -> at.isBefore(now));
    }
}
