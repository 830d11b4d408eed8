package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * So many places, and the sessions that wait for one, first come, first called. Who was called has
 * a place kept for a while; who does not come loses it. Nothing of this is needed for safety: the
 * operations are due in the store, and who is forgotten here is found there.
 */
final class Places {
    private static final Duration KEPT = Duration.ofSeconds(5);

    /** Bounds the memory, not the queue. */
    private static final int MOST_WAITING = 100_000;

    private final Set<SessionId> waiting = new LinkedHashSet<>();
    private final Map<SessionId, Instant> called = new LinkedHashMap<>();
    private int free;

    Places(int count) {
        this.free = count;
    }

    /** True when there is a place, which is then taken; else the session waits. */
    synchronized boolean take(SessionId session, Instant now) {
        called.remove(session);
        forgetTheAbsent(now);
        if (free > called.size()) {
            free--;
            waiting.remove(session);
            return true;
        }
        if (waiting.size() < MOST_WAITING) {
            waiting.add(session);
        }
        return false;
    }

    synchronized void free() {
        free++;
    }

    /** Who is next, if there is a place that nobody is on the way to. */
    synchronized Optional<SessionId> call(Instant now) {
        forgetTheAbsent(now);
        if (waiting.isEmpty() || free <= called.size()) {
            return Optional.empty();
        }
        var next = waiting.iterator();
        var session = next.next();
        next.remove();
        called.put(session, now);
        return Optional.of(session);
    }

    private void forgetTheAbsent(Instant now) {
        var limit = now.minus(KEPT);
        var all = called.values().iterator();
        while (all.hasNext() && all.next().isBefore(limit)) {
            all.remove();
        }
    }
}
