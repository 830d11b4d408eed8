package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.Transition;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
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
    private final Lifecycle lifecycle;
    private final SessionStore store;
    private final Hands hands;
    private final Herald herald;
    private final Alarm alarm;
    private final Journal journal;
    private final InstantSource clock;

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
        while (!open.isEmpty()) {
            var verdicts = decideAll(open, unfit);
            var losers = writeAll(verdicts, unfit);
            open.keySet().retainAll(losers);
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
                    var verdict = new Verdict(id, Optional.ofNullable(stored.get(id)));
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
                        .filter(verdict -> verdict.hasDueOperation(now))
                        .flatMap(verdict -> verdict.session().stream())
                        .toList();
        if (due.isEmpty()) {
            return;
        }
        hands.reserve(due)
                .forEach(
                        (id, permit) -> {
                            var verdict = Objects.requireNonNull(verdicts.get(id));
                            switch (permit) {
                                case Permit.Granted(var lease) ->
                                        decide(verdict, new Signal.TakenUp(lease), now);
                                case Permit.NotNow(var signal) -> decide(verdict, signal, now);
                                case Permit.NoHand _ -> {}
                            }
                        });
    }

    private Collection<SessionId> writeAll(Map<SessionId, Verdict> verdicts, Unfit unfit) {
        if (verdicts.isEmpty()) {
            return List.of();
        }
        var writes = new ArrayList<SessionWrite>();
        verdicts.forEach((_, verdict) -> writes.add(write(verdict)));
        try {
            var written = store.write(writes);
            unfit.refused(written.refused());
            for (var write : writes) {
                var verdict = verdicts.get(write.id());
                if (verdict == null) {
                    continue;
                }
                if (written.done(write.id())) {
                    follow(verdict, write);
                } else {
                    release(verdict);
                }
            }
            return written.lost();
        } catch (RuntimeException e) {
            verdicts.values().forEach(this::release);
            throw e;
        }
    }

    private SessionWrite write(Verdict verdict) {
        var next = verdict.session().orElseThrow();
        return new SessionWrite(
                verdict.before(),
                next,
                herald.word(next, verdict.notices()),
                Transition.told(verdict.before(), verdict.notices()),
                lifecycle.dueAt(next));
    }

    private void release(Verdict verdict) {
        if (verdict.leased()) {
            verdict.session().ifPresent(hands::giveBack);
        }
    }

    /** It is durable: now it is told and done. */
    private void follow(Verdict verdict, SessionWrite write) {
        var next = write.next();
        herald.publish(next.id(), write.publications());
        if (verdict.leased()) {
            hands.begin(next);
        }
        destroyWhatIsDue(next);
        write.dueAt().ifPresent(due -> alarm.set(next.id(), due));
    }

    private void destroyWhatIsDue(Session session) {
        var now = clock.instant();
        if (session.condemned().stream().anyMatch(one -> !one.dueAt().isAfter(now))) {
            hands.destroyCondemned(session);
        }
    }
}
