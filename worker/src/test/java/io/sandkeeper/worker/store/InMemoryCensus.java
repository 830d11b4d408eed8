package io.sandkeeper.worker.store;

import static java.util.Comparator.comparing;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

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
}
