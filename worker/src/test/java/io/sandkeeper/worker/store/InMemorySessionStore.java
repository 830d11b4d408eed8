package io.sandkeeper.worker.store;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Ticket;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A session store in this process's memory that keeps the same promises as the real one, and can be
 * told to fail.
 */
public final class InMemorySessionStore implements SessionStore {
    private enum Fault {
        NOTHING_DONE,
        ANSWER_LOST
    }

    private final Map<SessionId, Kept> sessions = new LinkedHashMap<>();
    private final Queue<Fault> faults = new ArrayDeque<>();
    private final Duration retention;
    private CountDownLatch open = new CountDownLatch(0);
    private Runnable beforeNextWrite = () -> {};

    public InMemorySessionStore(Duration retention) {
        this.retention = retention;
    }

    /** The next call does nothing and fails. */
    public synchronized void failNext() {
        faults.add(Fault.NOTHING_DONE);
    }

    /** The next call does its work and fails. */
    public synchronized void loseNextAnswer() {
        faults.add(Fault.ANSWER_LOST);
    }

    /** All calls wait until {@link #resume}. */
    public synchronized void stall() {
        open = new CountDownLatch(1);
    }

    public synchronized void resume() {
        open.countDown();
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
                        var refusal = refusal(write, kept);
                        if (refusal.isPresent()) {
                            refused.put(write.id(), refusal.get());
                        } else if (loses(write, kept)) {
                            lost.add(write.id());
                        } else {
                            sessions.put(write.id(), Kept.after(write, kept, retention));
                        }
                    }
                    return new Written(lost, refused);
                });
    }

    private static Optional<Written.Refusal> refusal(SessionWrite write, @Nullable Kept kept) {
        var bytes = Publication.size(write.publications());
        // Roughly; the real measure is the stored document's.
        if (write.next().toString().length() > SESSION_BYTES || bytes > OUTBOX_BYTES) {
            return Optional.of(Written.Refusal.TOO_LARGE);
        }
        var full =
                kept != null
                        && kept.session().version() == write.before().version()
                        && bytes > 0
                        && Publication.size(kept.outbox()) + bytes > OUTBOX_BYTES;
        return full ? Optional.of(Written.Refusal.OUTBOX_FULL) : Optional.empty();
    }

    private static boolean loses(SessionWrite write, @Nullable Kept kept) {
        if (kept == null || write.isInsert()) {
            return kept != null || !write.isInsert();
        }
        var stored = kept.session();
        var unused = stored.use().equals(Kept.milliseconds(write.before().use()));
        return stored.version() != write.before().version() || (write.requiresUnused() && !unused);
    }

    @Override
    public Found due(Set<Integer> buckets, Instant now, int limit) {
        return answer(
                () ->
                        found(
                                first(buckets, Kept::dueAt)
                                        .filter(kept -> !kept.dueAt().orElseThrow().isAfter(now))
                                        .limit(limit)));
    }

    @Override
    public Map<SessionId, Instant> dueBy(Set<Integer> buckets, Instant until, int limit) {
        return answer(
                () -> {
                    var times = new LinkedHashMap<SessionId, Instant>();
                    first(buckets, Kept::dueAt)
                            .filter(kept -> !kept.dueAt().orElseThrow().isAfter(until))
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
                                .filter(
                                        kept ->
                                                kept.waitingSince()
                                                        .orElseThrow()
                                                        .isBefore(storedBefore))
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
                        sandboxes(kept.session())
                                .filter(sandboxIds::contains)
                                .forEach(id -> sessionOf.put(id, kept.session().id()));
                    }
                    return sessionOf;
                });
    }

    private static Stream<String> sandboxes(Session session) {
        var current = session.state().current().stream().map(sandbox -> sandbox.id());
        var condemned = session.condemned().stream().flatMap(one -> one.sandbox().stream());
        return Stream.concat(current, condemned).map(id -> id.value());
    }

    @Override
    public Found leasedBy(String worker, int limit) {
        return answer(
                () ->
                        found(
                                sessions.values().stream()
                                        .filter(kept -> isLeasedBy(kept.session(), worker))
                                        .limit(limit)));
    }

    private static boolean isLeasedBy(Session session, String worker) {
        return session.operation()
                .flatMap(Operation::lease)
                .filter(lease -> lease.worker().equals(worker))
                .isPresent();
    }

    @Override
    public Found waiting(String lane, long fromRank, int limit) {
        return answer(
                () ->
                        found(
                                inLine(lane)
                                        .filter(kept -> rank(kept) >= fromRank)
                                        .sorted(
                                                Comparator.comparingLong(
                                                        InMemorySessionStore::rank))
                                        .limit(limit)));
    }

    @Override
    public long countWaiting(String lane) {
        return answer(() -> inLine(lane).count());
    }

    private Stream<Kept> inLine(String lane) {
        return sessions.values().stream()
                .filter(kept -> ticket(kept).filter(one -> one.lane().equals(lane)).isPresent());
    }

    private static long rank(Kept kept) {
        return ticket(kept).orElseThrow().rank();
    }

    private static Optional<Ticket> ticket(Kept kept) {
        return kept.session().state() instanceof State.Queued queued
                ? queued.ticket()
                : Optional.empty();
    }

    @Override
    public long countHolding(Optional<String> region) {
        return answer(
                () ->
                        sessions.values().stream()
                                .map(Kept::session)
                                .filter(session -> session.profile().region().equals(region))
                                .filter(session -> HOLDING.contains(session.state().name()))
                                .count());
    }

    private static final Set<State.Name> HOLDING =
            Set.of(
                    State.Name.CREATING,
                    State.Name.RECREATING,
                    State.Name.RUNNING,
                    State.Name.PAUSING,
                    State.Name.RESUMING,
                    State.Name.KILLING);

    @Override
    public List<SessionId> forgettable(Instant now, int limit) {
        return answer(
                () ->
                        sorted(sessions.values().stream(), Kept::forgetAt)
                                .filter(kept -> !kept.forgetAt().orElseThrow().isAfter(now))
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
                                                        && kept.forgetAt()
                                                                .filter(at -> !at.isAfter(now))
                                                                .isPresent()));
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
        awaitOpen();
        synchronized (this) {
            var fault = faults.poll();
            if (fault == Fault.NOTHING_DONE) {
                throw new StoreUnavailable("told to fail");
            }
            var result = work.get();
            if (fault == Fault.ANSWER_LOST) {
                throw new StoreUnavailable("told to lose the answer");
            }
            return result;
        }
    }

    private void awaitOpen() {
        try {
            gate().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted while stalled", e);
        }
    }

    private synchronized CountDownLatch gate() {
        return open;
    }
}
