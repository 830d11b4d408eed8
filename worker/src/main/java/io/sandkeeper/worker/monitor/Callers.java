package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SessionId;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Those who ask about, or doubt, sessions that this worker does not check: other workers' ones, and
 * those that do not run. They wait here for the store to say what these are. Bounded: who asks is
 * turned away to come again, who doubts is not missed.
 */
final class Callers {
    private static final int MOST_ASKED = 10_000;
    private static final int MOST_DOUBTED = 1_000;

    /** By session, who wants an answer; nobody for one that is only doubted. */
    private final Map<SessionId, List<Origin>> waiting = new LinkedHashMap<>();

    private int askers;

    synchronized boolean ask(SessionId session, Origin origin) {
        if (askers >= MOST_ASKED) {
            return false;
        }
        waiting.computeIfAbsent(session, _ -> new ArrayList<>()).add(origin);
        askers++;
        return true;
    }

    synchronized boolean doubt(SessionId session) {
        if (waiting.containsKey(session)) {
            return true;
        }
        if (waiting.size() >= MOST_DOUBTED) {
            return false;
        }
        waiting.put(session, new ArrayList<>());
        return true;
    }

    /** They come back when what they wait for went wrong, whatever is full. */
    synchronized void again(Map<SessionId, List<Origin>> some) {
        some.forEach(
                (session, origins) -> {
                    if (!origins.isEmpty()) {
                        waiting.computeIfAbsent(session, _ -> new ArrayList<>()).addAll(origins);
                        askers += origins.size();
                    }
                });
    }

    /** The first that came, no more than so many. */
    synchronized Map<SessionId, List<Origin>> next(int most) {
        var some = new LinkedHashMap<SessionId, List<Origin>>();
        var all = waiting.entrySet().iterator();
        while (all.hasNext() && some.size() < most) {
            var one = all.next();
            some.put(one.getKey(), List.copyOf(one.getValue()));
            askers -= one.getValue().size();
            all.remove();
        }
        return some;
    }
}
