package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a sandbox of ours carries in its metadata: by it, it is found again, and told from other
 * fleets' sandboxes.
 */
final class Marks {
    static final String FLEET = "sandkeeper.fleet";
    static final String INCARNATION = "sandkeeper.incarnation";

    private Marks() {}

    /** The caller's metadata cannot overwrite ours. */
    static Map<String, String> all(Session session, Map<String, String> callers, String fleet) {
        var marks = new LinkedHashMap<>(callers);
        marks.put("sandkeeper.session", session.id().value());
        marks.put("sandkeeper.generation", Long.toString(session.generation()));
        marks.putAll(search(session.incarnation(), fleet));
        return marks;
    }

    static Map<String, String> search(Incarnation incarnation, String fleet) {
        return Map.of(FLEET, fleet, INCARNATION, incarnation.name(fleet));
    }
}
