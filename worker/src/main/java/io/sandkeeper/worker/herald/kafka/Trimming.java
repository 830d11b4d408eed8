package io.sandkeeper.worker.herald.kafka;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * What arrived and is still in its outbox. A session mostly has several things to tell shortly
 * after each other: it is trimmed once, when it has been silent for a while, and not each time. But
 * never so late that another worker takes its outbox for a forgotten one.
 */
final class Trimming {
    private static final Duration SILENT = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofMillis(2_500);
    private static final int AT_ONCE = 1_000;

    private record Arrived(long upTo, Instant first, Instant last) {
        Arrived and(Arrived later) {
            return new Arrived(Math.max(upTo, later.upTo), first, later.last);
        }

        boolean isRipe(Instant now) {
            return !last.plus(SILENT).isAfter(now) || !first.plus(LATEST).isAfter(now);
        }
    }

    private final ConcurrentMap<SessionId, Arrived> waiting = new ConcurrentHashMap<>();
    private final SessionStore store;
    private final InstantSource clock;

    Trimming(SessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void arrived(SessionId session, long sequence) {
        var now = clock.instant();
        waiting.merge(session, new Arrived(sequence, now, now), Arrived::and);
    }

    boolean awaits(SessionId session) {
        return waiting.containsKey(session);
    }

    void trimWhatIsRipe() {
        var now = clock.instant();
        trim(arrived -> arrived.isRipe(now));
    }

    void trimAll() {
        trim(_ -> true);
    }

    private void trim(Predicate<Arrived> which) {
        var batch = new HashMap<SessionId, Arrived>();
        for (var one : waiting.entrySet()) {
            if (which.test(one.getValue())) {
                batch.put(one.getKey(), one.getValue());
            }
            if (batch.size() == AT_ONCE) {
                trim(batch);
                batch.clear();
            }
        }
        trim(batch);
    }

    /** What arrived meanwhile is trimmed the next time. */
    private void trim(Map<SessionId, Arrived> batch) {
        if (!batch.isEmpty()) {
            var upTo = new HashMap<SessionId, Long>();
            batch.forEach((session, arrived) -> upTo.put(session, arrived.upTo()));
            store.published(upTo);
            batch.forEach(waiting::remove);
        }
    }
}
