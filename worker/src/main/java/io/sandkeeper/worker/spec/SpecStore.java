package io.sandkeeper.worker.spec;

import io.sandkeeper.worker.session.SpecId;

import java.util.Map;
import java.util.Optional;

/** Keeps specs. They are written before the session that names them, and never changed. */
public interface SpecStore {
    /** Writes those that are not there yet; durable when it returns. */
    void save(Map<SpecId, Spec> specs);

    Optional<Spec> load(SpecId id);
}
