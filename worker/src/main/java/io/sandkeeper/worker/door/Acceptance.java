package io.sandkeeper.worker.door;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.StoreUnavailable;
import io.sandkeeper.worker.store.Transition;
import io.sandkeeper.worker.store.Written;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a batch of signals in: one read, decisions in order, one write; then, and only then, what
 * was decided is done. What this worker wrote last need not be read, and of a request it is first
 * believed that its session is new. A session that somebody else wrote meanwhile, or that was there
 * already, is read and decided again.
 */
final class Acceptance {
    private static final Duration SOON = Duration.ofMillis(500);

    private final Lifecycle lifecycle;
    private final SessionStore store;
    private final Hands hands;
    private final Herald herald;
    private final Alarm alarm;
    private final Journal journal;
    private final InstantSource clock;
    private final Doubts doubts = new Doubts();
    private final Recent recent = new Recent();

    Acceptance(
            Lifecycle lifecycle,
            SessionStore store,
            Company company,
            Journal journal,
            InstantSource clock) {
        this.lifecycle = lifecycle;
        this.store = store;
        this.hands = company.hands();
        this.herald = company.herald();
        this.alarm = company.alarm();
        this.journal = journal;
        this.clock = clock;
    }

    /** Those around the door. */
    record Company(Hands hands, Herald herald, Alarm alarm) {}

    /**
     * Returns when everything that was decided is durable: with those that the store cannot read or
     * did not take. Of them nothing was decided; everything else is done.
     */
    Unfit accept(List<Arrival> arrivals) {
        var open = bySession(arrivals);
        var unfit = new Unfit();
        var believedNew = requested(open);
        try {
            while (!open.isEmpty()) {
                var verdicts = decideAll(open, believedNew, unfit);
                believedNew = Set.of();
                var written = writeAll(verdicts);
                unfit.refused(written.refused());
                verdicts.forEach((id, verdict) -> follow(verdict, written.done(id)));
                open.keySet().retainAll(written.lost());
            }
        } catch (StoreUnavailable e) {
            var soon = clock.instant().plus(SOON);
            doubts.among(open.keySet()).forEach(id -> alarm.set(id, soon));
            throw e;
        }
        return unfit;
    }

    private static Map<SessionId, List<Signal>> bySession(List<Arrival> arrivals) {
        var grouped = new LinkedHashMap<SessionId, List<Signal>>();
        for (var arrival : arrivals) {
            grouped.computeIfAbsent(arrival.session(), _ -> new ArrayList<>())
                    .add(arrival.signal());
        }
        return grouped;
    }

    private static Set<SessionId> requested(Map<SessionId, List<Signal>> open) {
        return open.entrySet().stream()
                .filter(one -> one.getValue().size() == 1)
                .filter(one -> one.getValue().getFirst() instanceof Signal.Requested)
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    private Map<SessionId, Verdict> decideAll(
            Map<SessionId, List<Signal>> open, Set<SessionId> believedNew, Unfit unfit) {
        var now = clock.instant();
        var verdicts = new LinkedHashMap<SessionId, Verdict>();
        believedNew.forEach(id -> verdicts.put(id, Verdict.ifNew(id)));
        recent.among(open.keySet())
                .forEach((id, session) -> verdicts.put(id, new Verdict(id, Optional.of(session))));
        decide(verdicts, open, now);
        // What changes nothing is not proved by a write: it must be read.
        verdicts.values().removeIf(verdict -> !verdict.changed());
        var read = readAll(open, verdicts.keySet(), unfit);
        decide(read, open, now);
        verdicts.putAll(read);
        // Last, because a hand that is taken must not be lost by what else can fail.
        takeUpWhatIsDue(verdicts, now);
        read.values().stream()
                .filter(verdict -> !verdict.changed())
                .forEach(verdict -> verdict.session().ifPresent(this::destroyWhatIsDue));
        verdicts.values().stream().filter(verdict -> !verdict.isOnlyIfNew()).forEach(this::journal);
        verdicts.values().removeIf(verdict -> !verdict.changed());
        return verdicts;
    }

    private Map<SessionId, Verdict> readAll(
            Map<SessionId, List<Signal>> open, Set<SessionId> decided, Unfit unfit) {
        var unread = new LinkedHashSet<>(open.keySet());
        unread.removeAll(decided);
        var found = store.load(unread);
        unfit.unreadable(found.unreadable());
        open.keySet().removeAll(found.unreadable().keySet());
        unread.removeAll(found.unreadable().keySet());
        var stored = found.byId();
        var verdicts = new LinkedHashMap<SessionId, Verdict>();
        for (var id : unread) {
            var session = Optional.ofNullable(stored.get(id));
            session.ifPresent(this::settleDoubt);
            verdicts.put(id, new Verdict(id, session));
        }
        return verdicts;
    }

    private void decide(
            Map<SessionId, Verdict> verdicts, Map<SessionId, List<Signal>> open, Instant now) {
        verdicts.forEach(
                (id, verdict) ->
                        open.getOrDefault(id, List.of())
                                .forEach(signal -> verdict.decide(lifecycle, signal, now)));
    }

    private void journal(Verdict verdict) {
        verdict.steps()
                .forEach(step -> journal.decided(step.before(), step.signal(), step.decision()));
    }

    /**
     * The answer to the write by which this worker took an operation up was lost. If it was done,
     * nobody else will begin the operation before its lease is over.
     */
    private void settleDoubt(Session session) {
        if (!doubts.confirm(session)) {
            return;
        }
        if (hands.takeUpAgain(session)) {
            hands.begin(session);
        } else {
            doubts.keep(session);
            alarm.set(session.id(), clock.instant().plus(SOON));
        }
    }

    /**
     * With a free hand the lease is written together with what made the operation due; without one
     * it stays due.
     */
    private void takeUpWhatIsDue(Map<SessionId, Verdict> verdicts, Instant now) {
        var due =
                verdicts.values().stream()
                        .flatMap(verdict -> verdict.dueOperation(now).stream())
                        .toList();
        if (due.isEmpty()) {
            return;
        }
        var permits = hands.reserve(due);
        var granted = new HashSet<SessionId>();
        permits.forEach(
                (id, permit) -> {
                    if (permit instanceof Permit.Granted) {
                        granted.add(id);
                    }
                });
        try {
            permits.forEach(
                    (id, permit) ->
                            answer(Objects.requireNonNull(verdicts.get(id)), permit, granted, now));
        } catch (RuntimeException e) {
            granted.forEach(id -> hands.giveBack(Objects.requireNonNull(verdicts.get(id)).next()));
            throw e;
        }
    }

    private void answer(Verdict verdict, Permit permit, Set<SessionId> granted, Instant now) {
        switch (permit) {
            case Permit.Granted(var lease) -> {
                var taken = verdict.decide(lifecycle, new Signal.TakenUp(lease), now);
                if (taken instanceof Decision.Step) {
                    verdict.takenUp();
                } else {
                    granted.remove(verdict.next().id());
                    hands.giveBack(verdict.next());
                }
            }
            case Permit.NotNow(var signal) -> verdict.decide(lifecycle, signal, now);
            case Permit.NoHand _ -> {}
        }
    }

    private Written writeAll(Map<SessionId, Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return Written.ALL;
        }
        var writes = new ArrayList<SessionWrite>();
        try {
            verdicts.values().forEach(verdict -> writes.add(write(verdict)));
            return store.write(List.copyOf(writes));
        } catch (RuntimeException e) {
            // It may be written all the same, and then nobody decides it again.
            verdicts.values().stream().filter(Verdict::isOnlyIfNew).forEach(this::journal);
            verdicts.keySet().forEach(recent::forget);
            verdicts.values().stream()
                    .filter(Verdict::isTakenUp)
                    .forEach(
                            verdict -> {
                                hands.giveBack(verdict.next());
                                doubts.keep(verdict.next());
                            });
            throw e;
        }
    }

    private SessionWrite write(Verdict verdict) {
        var next = verdict.next();
        return verdict.written(
                new SessionWrite(
                        verdict.before(),
                        next,
                        herald.word(next, verdict.notices()),
                        Transition.told(verdict.before(), verdict.notices()),
                        lifecycle.dueAt(next)));
    }

    /**
     * It is durable: now it is told and done. Or it is not, and the hand is free again. Whoever
     * waits for a hand is called when there is one.
     */
    private void follow(Verdict verdict, boolean durable) {
        var next = verdict.next();
        if (!durable) {
            recent.forget(next.id());
            if (verdict.isTakenUp()) {
                hands.giveBack(next);
            }
            return;
        }
        if (verdict.isOnlyIfNew()) {
            journal(verdict);
        }
        recent.wrote(next.stored(verdict.before().version() + 1));
        herald.publish(next.id(), verdict.publications());
        if (verdict.isTakenUp()) {
            hands.begin(next);
        }
        destroyWhatIsDue(next);
        if (verdict.dueOperation(clock.instant()).isEmpty()) {
            lifecycle.dueAt(next).ifPresent(due -> alarm.set(next.id(), due));
        }
    }

    private void destroyWhatIsDue(Session session) {
        var now = clock.instant();
        if (session.condemned().stream().anyMatch(one -> !one.dueAt().isAfter(now))) {
            hands.destroyCondemned(session);
        }
    }
}
