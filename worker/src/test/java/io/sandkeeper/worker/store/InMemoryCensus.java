package io.sandkeeper.worker.store;

import static java.util.Comparator.comparing;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts the sessions of a store in memory. */
public final class InMemoryCensus implements Census {
    private final InMemorySessionStore store;

    public InMemoryCensus(InMemorySessionStore store) {
        this.store = store;
    }

    @Override
    public Page resting(State.Name state, Optional<SessionId> after, int limit) {
        var in =
                store.all().stream()
                        .filter(one -> one.state().name() == state)
                        .filter(one -> after.filter(id -> !isBehind(one.id(), id)).isEmpty())
                        .sorted(comparing(one -> one.id().value()))
                        .limit(limit)
                        .toList();
        return new Page(
                in.stream().flatMap(InMemoryCensus::resting).toList(),
                in.size() < limit ? Optional.empty() : Optional.of(in.getLast().id()));
    }

    private static boolean isBehind(SessionId one, SessionId other) {
        return one.value().compareTo(other.value()) > 0;
    }

    private static Stream<Resting> resting(Session session) {
        return session.state().current().stream()
                .map(
                        sandbox ->
                                new Resting(
                                        session.id(),
                                        session.profile().region(),
                                        sandbox.id(),
                                        session.state().since(),
                                        session.operation().flatMap(Operation::lease).isPresent()));
    }

    @Override
    public Map<SandboxId, SessionId> listed(Collection<SandboxId> sandboxes) {
        var listed = new HashMap<SandboxId, SessionId>();
        for (var session : store.all()) {
            var current = session.state().current().stream().map(Sandbox::id);
            var condemned = session.condemned().stream().flatMap(one -> one.sandbox().stream());
            Stream.concat(current, condemned)
                    .filter(sandboxes::contains)
                    .forEach(id -> listed.put(id, session.id()));
        }
        return listed;
    }
}
