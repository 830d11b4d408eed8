package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Those who come back to an account whose places are counted: sandboxes that wake, and those that
 * are made anew. They have files or a user who waits for them, so they go before all new creations,
 * and among themselves in the order in which they came.
 *
 * @param waiting who waits for a place, and since when
 * @param kept who has a place and is not known to have begun, and when it was told so last
 */
public record Seats(Map<SessionId, Instant> waiting, Map<SessionId, Instant> kept) {
    public static final Seats NONE = new Seats(Map.of(), Map.of());

    /** Bounds the lane's document. Who finds no room in it asks again soon. */
    static final int MOST = 1_000;

    /** It is written down here a moment before its session is. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    /** Whoever let it in may have ended before it could say so. */
    private static final Duration UNHEARD = Duration.ofSeconds(5);

    public Seats {
        waiting = Map.copyOf(waiting);
        kept = Map.copyOf(kept);
    }

    /** It holds a place as soon as it was begun; until then it may wait for one. */
    static boolean wants(Session session) {
        return (session.state() instanceof State.Resuming
                        || session.state() instanceof State.Recreating)
                && session.isUntouched();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && kept.isEmpty();
    }

    List<SessionId> all() {
        var all = new ArrayList<>(waiting.keySet());
        all.addAll(kept.keySet());
        return all;
    }

    Seats alsoWaiting(List<SessionId> more, Instant now) {
        var next = new LinkedHashMap<>(waiting);
        for (var session : more) {
            if (next.size() < MOST && !kept.containsKey(session)) {
                next.putIfAbsent(session, now);
            }
        }
        return new Seats(next, kept);
    }

    /**
     * @param go who is to be told that it may begin, in order
     */
    record Move(Seats next, List<SessionId> go) {}

    /**
     * Gives away what is free.
     *
     * @param atOnce how many places there are
     * @param holding how many sessions have a place, those counted in that wait here
     * @param present of those here, who wants a place, and did when the others were counted
     */
    Move move(int atOnce, long holding, List<Session> present, Instant now) {
        var sessions = present.stream().collect(Collectors.toMap(Session::id, one -> one));
        var left = new LinkedHashMap<>(waiting);
        left.entrySet()
                .removeIf(
                        one ->
                                !sessions.containsKey(one.getKey())
                                        && !one.getValue().plus(SETTLED).isAfter(now));
        var next = new LinkedHashMap<>(kept);
        next.keySet().retainAll(sessions.keySet());
        var line = inOrder(left, sessions.keySet());
        var free = Math.max(0, atOnce - (holding - line.size()));
        var go = new ArrayList<SessionId>();
        next.entrySet().stream()
                .filter(one -> isUnheard(session(sessions, one.getKey()), one.getValue(), now))
                .forEach(one -> go.add(one.getKey()));
        line.stream().limit(free).forEach(go::add);
        go.forEach(session -> next.put(session, now));
        left.keySet().removeAll(go);
        return new Move(new Seats(left, next), go);
    }

    private static List<SessionId> inOrder(
            Map<SessionId, Instant> waiting, Set<SessionId> present) {
        return waiting.entrySet().stream()
                .filter(one -> present.contains(one.getKey()))
                .sorted(
                        Map.Entry.<SessionId, Instant>comparingByValue()
                                .thenComparing(one -> one.getKey().value()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Session session(Map<SessionId, Session> sessions, SessionId id) {
        return Objects.requireNonNull(sessions.get(id));
    }

    private static boolean isUnheard(Session session, Instant told, Instant now) {
        return !told.plus(UNHEARD).isAfter(now)
                && session.operation().filter(one -> one.dueAt().isAfter(now)).isPresent();
    }
}
