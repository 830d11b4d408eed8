package io.sandkeeper.worker.spec;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A spec store in this process's memory. */
public final class InMemorySpecStore implements SpecStore, SpecUpkeep {
    private record Saved(Spec spec, Instant at) {}

    private final Map<String, Saved> specs = new TreeMap<>();
    private final InstantSource clock;

    public InMemorySpecStore() {
        this(InstantSource.system());
    }

    public InMemorySpecStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void save(Map<SpecId, Spec> many) {
        var now = clock.instant();
        many.forEach(
                (id, spec) ->
                        specs.merge(
                                id.value(),
                                new Saved(spec, now),
                                (known, again) -> new Saved(known.spec(), again.at())));
    }

    @Override
    public synchronized Optional<Spec> load(SpecId id) {
        return Optional.ofNullable(specs.get(id.value())).map(Saved::spec);
    }

    @Override
    public synchronized List<SpecId> savedBefore(Instant time, Optional<SpecId> after, int limit) {
        return specs.entrySet().stream()
                .filter(one -> one.getValue().at().isBefore(time))
                .map(one -> new SpecId(one.getKey()))
                .filter(
                        id ->
                                after.filter(last -> id.value().compareTo(last.value()) <= 0)
                                        .isEmpty())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void forget(Collection<SpecId> ids, Instant savedBefore) {
        specs.entrySet()
                .removeIf(
                        one ->
                                ids.contains(new SpecId(one.getKey()))
                                        && one.getValue().at().isBefore(savedBefore));
    }

    @Override
    public synchronized void forgetAllOf(Collection<SessionId> sessions, Instant savedBefore) {
        specs.entrySet()
                .removeIf(
                        one ->
                                new SpecId(one.getKey())
                                                .session()
                                                .filter(sessions::contains)
                                                .isPresent()
                                        && one.getValue().at().isBefore(savedBefore));
    }
}
