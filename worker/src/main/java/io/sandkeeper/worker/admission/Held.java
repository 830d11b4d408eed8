package io.sandkeeper.worker.admission;

import static java.util.stream.Collectors.toMap;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Those whom a shut lane holds back and who are in no queue: sandboxes that wake, sleep, are kept
 * or made anew, and creations that are tried again. They are called in the order in which they
 * came, as soon as the lane opens; whoever comes later stands behind them.
 */
public record Held(Map<SessionId, One> all) {
    public static final Held NOBODY = new Held(Map.of());

    /** Bounds the lane's document. Who finds no room in it asks again when the lane may be open. */
    static final int MOST = 1_000;

    /** It is written down here a moment before its session is. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    /** Whoever called it may have ended before it could say so. */
    private static final Duration UNHEARD = Duration.ofSeconds(5);

    /**
     * @param turn of its operation: once that was taken up, it is held back no more
     * @param called when it was told last that it may begin
     */
    public record One(int turn, Instant since, Optional<Instant> called) {
        private boolean isStill(Session session) {
            return session.operation()
                    .filter(operation -> operation.turn() == turn)
                    .filter(operation -> operation.lease().isEmpty())
                    .isPresent();
        }
    }

    public Held {
        all = Map.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** How many are not called yet. */
    long waiting() {
        return all.values().stream().filter(one -> one.called().isEmpty()).count();
    }

    boolean someoneWaits() {
        return all.values().stream().anyMatch(one -> one.called().isEmpty());
    }

    Optional<Instant> oldest() {
        return all.values().stream()
                .filter(one -> one.called().isEmpty())
                .map(One::since)
                .min(Comparator.naturalOrder());
    }

    boolean waits(Session session) {
        return of(session).filter(one -> one.called().isEmpty()).isPresent();
    }

    boolean isCalled(Session session) {
        return of(session).filter(one -> one.called().isPresent()).isPresent();
    }

    private Optional<One> of(Session session) {
        return Optional.ofNullable(all.get(session.id())).filter(one -> one.isStill(session));
    }

    Held also(List<Session> more, Instant now) {
        var next = new LinkedHashMap<>(all);
        for (var session : more) {
            if (of(session).isEmpty() && (next.containsKey(session.id()) || next.size() < MOST)) {
                next.put(session.id(), new One(turn(session), now, Optional.empty()));
            }
        }
        return next.size() == all.size() && next.equals(all) ? this : new Held(next);
    }

    /** Of the operation that was held back. */
    int turn(SessionId session) {
        return Objects.requireNonNull(all.get(session)).turn();
    }

    private static int turn(Session session) {
        return session.operation().map(Operation::turn).orElse(0);
    }

    /** Without those who began, or want something else by now. */
    Held without(Collection<Session> others, Instant now) {
        var still = stillHeld(others);
        var next = new LinkedHashMap<>(all);
        next.entrySet()
                .removeIf(
                        one ->
                                !still.containsKey(one.getKey())
                                        && !one.getValue().since().plus(SETTLED).isAfter(now));
        return next.size() == all.size() ? this : new Held(next);
    }

    /** Who is to be called next, in order. */
    List<SessionId> line(Collection<Session> sessions, Instant now) {
        var still = stillHeld(sessions);
        return all.entrySet().stream()
                .filter(one -> one.getValue().called().isEmpty())
                .filter(one -> isParked(still.get(one.getKey()), now))
                .sorted(
                        Comparator.comparing(
                                        (Map.Entry<SessionId, One> one) -> one.getValue().since())
                                .thenComparing(one -> one.getKey().value()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Who was called, and still does not know. */
    List<SessionId> unheard(Collection<Session> sessions, Instant now) {
        var still = stillHeld(sessions);
        return all.entrySet().stream()
                .filter(
                        one ->
                                one.getValue()
                                        .called()
                                        .filter(at -> !at.plus(UNHEARD).isAfter(now))
                                        .isPresent())
                .map(Map.Entry::getKey)
                .filter(id -> isParked(still.get(id), now))
                .toList();
    }

    private Map<SessionId, Session> stillHeld(Collection<Session> sessions) {
        return sessions.stream()
                .filter(session -> of(session).isPresent())
                .collect(toMap(Session::id, session -> session));
    }

    private static boolean isParked(@Nullable Session session, Instant now) {
        return session != null
                && session.operation().filter(one -> one.dueAt().isAfter(now)).isPresent();
    }

    Held calling(Collection<SessionId> some, Instant now) {
        var next = new LinkedHashMap<>(all);
        some.forEach(
                id ->
                        next.computeIfPresent(
                                id,
                                (_, one) -> new One(one.turn(), one.since(), Optional.of(now))));
        return new Held(next);
    }

    /** The lane is shut again: they keep their places. */
    Held recalled() {
        if (all.values().stream().allMatch(one -> one.called().isEmpty())) {
            return this;
        }
        var next = new LinkedHashMap<>(all);
        next.replaceAll((_, one) -> new One(one.turn(), one.since(), Optional.empty()));
        return new Held(next);
    }
}
