package io.sandkeeper.worker.store;

import static java.util.Comparator.comparing;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Counts the sessions of a store in memory. */
public final class InMemoryCensus implements Census {
    private final InMemorySessionStore store;

    public InMemoryCensus(InMemorySessionStore store) {
        this.store = store;
    }

    @Override
    public Page resting(State.Name state, Optional<SessionId> after, int limit) {
        var in = page(one -> one.state().name() == state, after, limit);
        return new Page(in.stream().flatMap(InMemoryCensus::resting).toList(), next(in, limit));
    }

    @Override
    public RunningPage running(Set<Integer> buckets, Optional<SessionId> after, int limit) {
        var in =
                page(
                        one ->
                                one.state() instanceof State.Running
                                        && buckets.contains(Bucket.of(one.id())),
                        after,
                        limit);
        return new RunningPage(
                in.stream().flatMap(InMemoryCensus::running).toList(), next(in, limit));
    }

    private List<Session> page(Predicate<Session> which, Optional<SessionId> after, int limit) {
        return store.all().stream()
                .filter(which)
                .filter(one -> after.filter(id -> !isBehind(one.id(), id)).isEmpty())
                .sorted(comparing(one -> one.id().value()))
                .limit(limit)
                .toList();
    }

    private static Optional<SessionId> next(List<Session> page, int limit) {
        return page.size() < limit ? Optional.empty() : Optional.of(page.getLast().id());
    }

    private static Stream<Running> running(Session session) {
        var profile = session.profile();
        return session.state().current().stream()
                .map(
                        sandbox ->
                                new Running(
                                        session.id(),
                                        profile.region(),
                                        sandbox.id(),
                                        session.generation(),
                                        profile.previewPort(),
                                        profile.healthEvery(),
                                        session.use().lastActivity()));
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
