package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.util.Set;

/**
 * How often is checked, and how patiently.
 *
 * @param unasked whether anything is checked that nobody asks about
 * @param interval between two checks of a session that nobody uses
 * @param whenUsed between two checks of one that somebody uses
 * @param limit how long one probe may take
 * @param atOnce how many checks of a region may be under way
 * @param only the sessions that are checked without being asked to; none means all
 */
public record MonitorRules(
        boolean unasked,
        Duration interval,
        Duration whenUsed,
        Duration limit,
        int atOnce,
        Set<SessionId> only) {
    public MonitorRules {
        only = Set.copyOf(only);
    }

    boolean covers(SessionId session) {
        return unasked && (only.isEmpty() || only.contains(session));
    }
}
