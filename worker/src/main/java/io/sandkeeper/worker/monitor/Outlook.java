package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a region as a whole has stopped answering, by the newest checks of different sessions.
 * More than five bad ones that are also more than half are an outage, and no verdict about any of
 * them.
 *
 * <p>The newest, and not all of a minute: among a thousand sessions half of them would be given up
 * before half of a minute's checks were bad.
 */
final class Outlook {
    private static final Duration WINDOW = Duration.ofSeconds(60);

    /** So many bad ones are never an outage: a small fleet may lose all it has. */
    private static final int CHANCE = 5;

    private static final int FEWEST = 12;
    private static final int MOST = 60;

    /** With so many times as many sessions one more is looked at. */
    private static final int SHARE = 8;

    private record Check(boolean well, Instant at) {}

    private final Map<SessionId, Check> newest = new LinkedHashMap<>();
    private boolean dark;

    enum Change {
        NONE,
        WENT_DARK,
        CAME_BACK
    }

    boolean isDark() {
        return dark;
    }

    /**
     * A first look, or one more at what is suspected: that one counts in the place of the first, so
     * that a few who are looked at again and again do not look like many.
     *
     * @param sessions how many are checked in this region
     */
    Change heard(SessionId session, boolean well, boolean again, int sessions, Instant now) {
        if (!again) {
            newest.remove(session);
        } else if (!newest.containsKey(session)) {
            return Change.NONE;
        }
        newest.put(session, new Check(well, now));
        var most = Math.clamp(sessions / SHARE, FEWEST, MOST);
        forgetOld(most, now);
        return judge(Math.min(most, sessions));
    }

    private void forgetOld(int most, Instant now) {
        Iterator<Check> oldest = newest.values().iterator();
        while (oldest.hasNext()) {
            var check = oldest.next();
            if (newest.size() <= most && (dark || isRecent(check, now))) {
                return;
            }
            oldest.remove();
        }
    }

    /** While it is dark nobody is checked often, and all that is known is from since then. */
    private static boolean isRecent(Check check, Instant now) {
        return Duration.between(check.at(), now).compareTo(WINDOW) <= 0;
    }

    /** Back means that most of a whole new set is well. */
    private Change judge(int whole) {
        var bad = newest.values().stream().filter(check -> !check.well()).count();
        boolean most = bad > Math.max(CHANCE, newest.size() / 2);
        if (!dark && most) {
            dark = true;
            newest.clear();
            return Change.WENT_DARK;
        }
        if (dark && newest.size() >= whole && bad * 2 < newest.size()) {
            dark = false;
            newest.clear();
            return Change.CAME_BACK;
        }
        return Change.NONE;
    }
}
