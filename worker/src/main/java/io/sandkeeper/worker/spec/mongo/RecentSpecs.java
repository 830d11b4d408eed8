package io.sandkeeper.worker.spec.mongo;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.Spec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Small specs that this worker saved last: most are asked for a moment later, and they never
 * change. Those with files are left to the database.
 */
final class RecentSpecs {
    private static final int MOST = 16_384;
    private static final int LARGEST = 512;

    private final Map<SpecId, Spec> specs = new LinkedHashMap<>();

    synchronized void saved(Map<SpecId, Spec> many) {
        many.forEach(
                (id, spec) -> {
                    if (isSmall(spec)) {
                        specs.put(id, spec);
                    }
                });
        var eldest = specs.keySet().iterator();
        for (int surplus = specs.size() - MOST; surplus > 0; surplus--) {
            eldest.next();
            eldest.remove();
        }
    }

    /** It is asked for once, or again after a failure: then the database has it. */
    synchronized Optional<Spec> take(SpecId id) {
        return Optional.ofNullable(specs.remove(id));
    }

    synchronized void forget(Collection<SpecId> ids) {
        ids.forEach(specs::remove);
    }

    synchronized void forgetAllOf(Collection<SessionId> sessions) {
        specs.keySet().removeIf(id -> id.session().filter(sessions::contains).isPresent());
    }

    private static boolean isSmall(Spec spec) {
        return spec.files().isEmpty()
                && spec.repository().isEmpty()
                && spec.startCommand().map(String::length).orElse(0)
                                + letters(spec.environment())
                                + letters(spec.metadata())
                        <= LARGEST;
    }

    private static int letters(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .mapToInt(pair -> pair.getKey().length() + pair.getValue().length())
                .sum();
    }
}
