package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a sandbox of ours carries in its metadata: by it, it is found again, and told from other
 * fleets' sandboxes.
 */
public final class Marks {
    public static final String FLEET = "sandkeeper.fleet";
    public static final String INCARNATION = "sandkeeper.incarnation";
    public static final String SESSION = "sandkeeper.session";
    public static final String GENERATION = "sandkeeper.generation";

    private Marks() {}

    /** The caller's metadata cannot overwrite ours. */
    static Map<String, String> all(Session session, Map<String, String> callers, String fleet) {
        var marks = new LinkedHashMap<>(callers);
        marks.put(SESSION, session.id().value());
        marks.put(GENERATION, Long.toString(session.generation()));
        marks.putAll(search(session.incarnation(), fleet));
        return marks;
    }

    /** What all sandboxes of a fleet carry. */
    public static Map<String, String> search(String fleet) {
        return Map.of(FLEET, fleet);
    }

    static Map<String, String> search(Incarnation incarnation, String fleet) {
        return Map.of(FLEET, fleet, INCARNATION, incarnation.name(fleet));
    }
}
