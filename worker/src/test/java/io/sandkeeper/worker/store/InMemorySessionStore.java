package io.sandkeeper.worker.store;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A session store in this process's memory that keeps the same promises as the real one, and can be
 * told to fail.
 */
public final class InMemorySessionStore implements SessionStore {
    private final Map<SessionId, Kept> sessions = new LinkedHashMap<>();
    private final Trouble trouble = new Trouble();
    private final Duration retention;
    private Runnable beforeNextWrite = () -> {};

    public InMemorySessionStore(Duration retention) {
        this.retention = retention;
    }

    /** The next call does nothing and fails. */
    public void failNext() {
        trouble.failNext();
    }

    /** The next call does its work and fails. */
    public void loseNextAnswer() {
        trouble.loseNextAnswer();
    }

    /** All calls wait until {@link #resume}. */
    public void stall() {
        trouble.stall();
    }

    public void resume() {
        trouble.resume();
    }

    /** Somebody comes before the next write, after it was decided. */
    public synchronized void beforeNextWrite(Runnable somebody) {
        beforeNextWrite = somebody;
    }

    public synchronized Optional<Kept> kept(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    public synchronized List<Session> all() {
        return sessions.values().stream().map(Kept::session).toList();
    }

    @Override
    public Found load(Collection<SessionId> ids) {
        return answer(() -> found(new LinkedHashSet<>(ids).stream().flatMap(this::stream)));
    }

    @Override
    public Written write(List<SessionWrite> writes) {
        takeBeforeNextWrite().run();
        return answer(
                () -> {
                    if (writes.stream().map(SessionWrite::id).distinct().count() < writes.size()) {
                        throw new IllegalArgumentException("a session is written twice");
                    }
                    var lost = new HashSet<SessionId>();
                    var refused = new HashMap<SessionId, Written.Refusal>();
                    for (var write : writes) {
                        var kept = sessions.get(write.id());
                        var refusal = Judgement.refusal(write, kept);
                        if (refusal.isPresent()) {
                            refused.put(write.id(), refusal.get());
                        } else if (Judgement.loses(write, kept)) {
                            lost.add(write.id());
                        } else {
                            sessions.put(write.id(), Kept.after(write, kept, retention));
                        }
                    }
                    return new Written(lost, refused);
                });
    }

    @Override
    public Map<SessionId, Instant> dueBy(Set<Integer> buckets, Instant until, int limit) {
        return answer(
                () -> {
                    var times = new LinkedHashMap<SessionId, Instant>();
                    first(buckets, Kept::dueAt)
                            .filter(kept -> kept.isDue(until))
                            .limit(limit)
                            .forEach(
                                    kept ->
                                            times.put(
                                                    kept.session().id(),
                                                    kept.dueAt().orElseThrow()));
                    return times;
                });
    }

    @Override
    public List<Unpublished> unpublished(Set<Integer> buckets, Instant storedBefore, int limit) {
        return answer(
                () ->
                        first(buckets, Kept::waitingSince)
                                .filter(kept -> kept.hasWaitedSince(storedBefore))
                                .limit(limit)
                                .map(kept -> new Unpublished(kept.session().id(), kept.outbox()))
                                .toList());
    }

    @Override
    public List<Unpublished> outboxes(Collection<SessionId> ids) {
        return answer(
                () ->
                        existing(ids)
                                .map(kept -> new Unpublished(kept.session().id(), kept.outbox()))
                                .toList());
    }

    @Override
    public Map<SessionId, Told> told(Collection<SessionId> ids) {
        return answer(() -> existing(ids).collect(toMap(kept -> kept.session().id(), Kept::told)));
    }

    @Override
    public Map<SessionId, List<Transition>> histories(Collection<SessionId> ids) {
        return answer(
                () -> existing(ids).collect(toMap(kept -> kept.session().id(), Kept::history)));
    }

    private Stream<Kept> existing(Collection<SessionId> ids) {
        return new HashSet<>(ids).stream().flatMap(this::stream);
    }

    @Override
    public void published(Map<SessionId, Long> upTo) {
        answer(
                () -> {
                    upTo.forEach(
                            (id, last) ->
                                    sessions.computeIfPresent(id, (_, kept) -> kept.trimmed(last)));
                    return true;
                });
    }

    @Override
    public void used(Map<SessionId, UseFold> uses) {
        answer(
                () -> {
                    uses.forEach(
                            (id, use) ->
                                    sessions.computeIfPresent(id, (_, kept) -> kept.used(use)));
                    return true;
                });
    }

    @Override
    public Map<String, SessionId> bySandbox(Collection<String> sandboxIds) {
        return answer(
                () -> {
                    var sessionOf = new HashMap<String, SessionId>();
                    for (var kept : sessions.values()) {
                        kept.sandboxes()
                                .filter(sandboxIds::contains)
                                .forEach(id -> sessionOf.put(id, kept.session().id()));
                    }
                    return sessionOf;
                });
    }

    @Override
    public Found leasedBy(String worker, int limit) {
        return answer(
                () ->
                        found(
                                sessions.values().stream()
                                        .filter(kept -> kept.isLeasedBy(worker))
                                        .limit(limit)));
    }

    @Override
    public Found waiting(String lane, long fromRank, int limit) {
        return answer(
                () ->
                        found(
                                inLine(lane)
                                        .filter(kept -> kept.rank() >= fromRank)
                                        .sorted(Comparator.comparingLong(Kept::rank))
                                        .limit(limit)));
    }

    @Override
    public long countWaiting(String lane) {
        return answer(() -> inLine(lane).count());
    }

    private Stream<Kept> inLine(String lane) {
        return sessions.values().stream()
                .filter(kept -> kept.ticket().filter(one -> one.lane().equals(lane)).isPresent());
    }

    @Override
    public long countHolding(Optional<String> region) {
        return answer(
                () ->
                        sessions.values().stream()
                                .filter(kept -> kept.isHoldingAPlaceIn(region))
                                .count());
    }

    @Override
    public List<SessionId> forgettable(Instant now, int limit) {
        return answer(
                () ->
                        sorted(sessions.values().stream(), Kept::forgetAt)
                                .filter(kept -> kept.isForgettable(now))
                                .limit(limit)
                                .map(kept -> kept.session().id())
                                .toList());
    }

    @Override
    public void forget(Collection<SessionId> ids, Instant now) {
        answer(
                () ->
                        sessions.values()
                                .removeIf(
                                        kept ->
                                                ids.contains(kept.session().id())
                                                        && kept.isForgettable(now)));
    }

    private Stream<Kept> stream(SessionId id) {
        return Stream.ofNullable(sessions.get(id));
    }

    private Stream<Kept> first(Set<Integer> buckets, Function<Kept, Optional<Instant>> timer) {
        return sorted(
                sessions.values().stream()
                        .filter(kept -> buckets.contains(Bucket.of(kept.session().id()))),
                timer);
    }

    private static Stream<Kept> sorted(Stream<Kept> kept, Function<Kept, Optional<Instant>> timer) {
        Comparator<Kept> order = comparing(one -> timer.apply(one).orElseThrow());
        return kept.filter(one -> timer.apply(one).isPresent()).sorted(order);
    }

    private static Found found(Stream<Kept> kept) {
        return new Found(kept.map(Kept::session).toList(), Map.of());
    }

    private synchronized Runnable takeBeforeNextWrite() {
        var somebody = beforeNextWrite;
        beforeNextWrite = () -> {};
        return somebody;
    }

    private <T> T answer(Supplier<T> work) {
        return trouble.around(
                () -> {
                    synchronized (this) {
                        return work.get();
                    }
                });
    }
}
