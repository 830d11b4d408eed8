package io.sandkeeper.worker.spec;

import io.sandkeeper.worker.session.SpecId;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A spec store in this process's memory. */
public final class InMemorySpecStore implements SpecStore {
    private final Map<SpecId, Spec> specs = new ConcurrentHashMap<>();

    @Override
    public void save(Map<SpecId, Spec> many) {
        many.forEach(specs::putIfAbsent);
    }

    @Override
    public Optional<Spec> load(SpecId id) {
        return Optional.ofNullable(specs.get(id));
    }

    @Override
    public void forget(Collection<SpecId> ids) {
        ids.forEach(specs::remove);
    }
}
