package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Operation;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes a batch of signals in: one read, decisions in order, one write; then, and only then, what
 * was decided is done. A session that somebody else wrote meanwhile is read and decided again.
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
     * Returns when everything that was decided is durable. What the store cannot read or does not
     * take fails the batch after everything else in it was done; the lane then tries one by one.
     */
    void accept(List<Arrival> arrivals) {
        var open = bySession(arrivals);
        var unfit = new Unfit();
        try {
            while (!open.isEmpty()) {
                var verdicts = decideAll(open, unfit);
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
        unfit.complain();
    }

    private static Map<SessionId, List<Signal>> bySession(List<Arrival> arrivals) {
        var grouped = new LinkedHashMap<SessionId, List<Signal>>();
        for (var arrival : arrivals) {
            grouped.computeIfAbsent(arrival.session(), _ -> new ArrayList<>())
                    .add(arrival.signal());
        }
        return grouped;
    }

    private Map<SessionId, Verdict> decideAll(Map<SessionId, List<Signal>> open, Unfit unfit) {
        var found = store.load(open.keySet());
        unfit.unreadable(found.unreadable());
        open.keySet().removeAll(found.unreadable().keySet());
        var stored = found.byId();
        var now = clock.instant();
        var verdicts = new LinkedHashMap<SessionId, Verdict>();
        open.forEach(
                (id, signals) -> {
                    var session = Optional.ofNullable(stored.get(id));
                    session.ifPresent(this::settleDoubt);
                    var untold = found.untold().getOrDefault(id, List.of());
                    var verdict = new Verdict(id, session, untold);
                    signals.forEach(signal -> decide(verdict, signal, now));
                    verdicts.put(id, verdict);
                });
        takeUpWhatIsDue(verdicts, now);
        verdicts.values().stream()
                .filter(verdict -> !verdict.changed())
                .forEach(verdict -> verdict.session().ifPresent(this::destroyWhatIsDue));
        verdicts.values().removeIf(verdict -> !verdict.changed());
        return verdicts;
    }

    /**
     * The answer to the write by which this worker took an operation up was lost. If it was done,
     * nobody else will begin the operation before its lease is over.
     */
    private void settleDoubt(Session session) {
        if (!doubts.confirm(session)) {
            return;
        }
        if (hands.takeUpAgain()) {
            hands.begin(session);
        } else {
            doubts.keep(session);
            alarm.set(session.id(), clock.instant().plus(SOON));
        }
    }

    private Decision decide(Verdict verdict, Signal signal, Instant now) {
        var before = verdict.session();
        var decision = verdict.decide(lifecycle, signal, now);
        journal.decided(before, signal, decision);
        return decision;
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
        hands.reserve(due)
                .forEach(
                        (id, permit) -> {
                            var verdict = Objects.requireNonNull(verdicts.get(id));
                            switch (permit) {
                                case Permit.Granted(var lease) -> takeUp(verdict, lease, now);
                                case Permit.NotNow(var signal) -> decide(verdict, signal, now);
                                case Permit.NoHand _ -> {}
                            }
                        });
    }

    private void takeUp(Verdict verdict, Operation.Lease lease, Instant now) {
        if (decide(verdict, new Signal.TakenUp(lease), now) instanceof Decision.Step) {
            verdict.takenUp();
        } else {
            hands.giveBack(verdict.next());
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

    /** It is durable: now it is told and done. Or it is not, and the hand is free again. */
    private void follow(Verdict verdict, boolean durable) {
        var next = verdict.next();
        if (!durable) {
            if (verdict.isTakenUp()) {
                hands.giveBack(next);
            }
            return;
        }
        tell(verdict);
        if (verdict.isTakenUp()) {
            hands.begin(next);
        }
        destroyWhatIsDue(next);
        lifecycle.dueAt(next).ifPresent(due -> alarm.set(next.id(), due));
    }

    /**
     * What its outbox still held comes first: whoever wrote that may not live to tell it, and who
     * tells the later part alone would have the earlier one trimmed unheard.
     */
    private void tell(Verdict verdict) {
        if (!verdict.publications().isEmpty()) {
            var all = new ArrayList<>(verdict.untold());
            all.addAll(verdict.publications());
            herald.publish(verdict.next().id(), List.copyOf(all));
        }
    }

    private void destroyWhatIsDue(Session session) {
        var now = clock.instant();
        if (session.condemned().stream().anyMatch(one -> !one.dueAt().isAfter(now))) {
            hands.destroyCondemned(session);
        }
    }
}
