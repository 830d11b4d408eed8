package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Who is due, in order. A patient whose time was changed is entered again; old entries are void.
 */
final class Agenda {
    private record Entry(Instant at, SessionId session) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at));

    void enter(Patient patient) {
        entries.add(new Entry(patient.dueAt(), patient.session()));
    }

    /** The next who is due and is not being looked at. */
    Optional<Patient> next(Instant now, Map<SessionId, Patient> patients) {
        while (!entries.isEmpty() && !entries.peek().at().isAfter(now)) {
            var entry = entries.remove();
            var patient = patients.get(entry.session());
            if (patient != null && !patient.isUnderWay() && patient.dueAt().equals(entry.at())) {
                return Optional.of(patient);
            }
        }
        return Optional.empty();
    }
}
