package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sessions that could not be taken in the last time. They stay due in the store, the longest
 * overdue first: whoever looks there passes them over for a while that grows, or a few hundred of
 * them would be all that is ever found. In memory and bounded: another worker finds out by itself.
 */
public final class Setbacks {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(1);

    static final Duration LONGEST_WITHOUT_ROOM = Duration.ofSeconds(4);

    /** With more than these the longest known are forgotten, and tried again at once. */
    static final int MOST = 2_000;

    private record Setback(Duration pause, Instant until) {}

    private final InstantSource clock;
    private final Map<SessionId, Setback> met = new LinkedHashMap<>();

    public Setbacks(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void met(SessionId session) {
        rest(session, LONGEST);
    }

    /** What it waits for is short, and must not make its timers late. */
    synchronized void hadNoRoom(SessionId session) {
        rest(session, LONGEST_WITHOUT_ROOM);
    }

    /** Several signals that fail together are one setback. */
    private void rest(SessionId session, Duration longest) {
        var now = clock.instant();
        var before = met.get(session);
        if (before != null && before.until().isAfter(now)) {
            return;
        }
        var pause = before == null ? FIRST : longer(before.pause(), longest);
        met.put(session, new Setback(pause, now.plus(pause)));
        if (met.size() > MOST) {
            var eldest = met.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    private static Duration longer(Duration pause, Duration longest) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(longest) < 0 ? twice : longest;
    }

    synchronized void over(SessionId session) {
        met.remove(session);
    }

    public synchronized boolean isResting(SessionId session) {
        var setback = met.get(session);
        return setback != null && setback.until().isAfter(clock.instant());
    }

    /** So many more must be asked for to see beyond them. */
    public synchronized int count() {
        return met.size();
    }
}
