package io.sandkeeper.worker.door;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a batch of signals in: one read, decisions in order, one write; then, and only then, what
 * was decided is done. What this worker wrote last need not be read. A session that somebody else
 * wrote meanwhile is read and decided again.
 */
final class Acceptance {
    private final Lifecycle lifecycle;
    private final SessionStore store;
    private final Hands hands;
    private final Herald herald;
    private final Alarm alarm;
    private final Journal journal;
    private final InstantSource clock;
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
        var now = clock.instant();
        var verdicts = new LinkedHashMap<SessionId, Verdict>();
        var known = recent.among(open.keySet());
        known.forEach(
                (id, session) -> {
                    var verdict = decide(new Verdict(id, Optional.of(session)), open, now);
                    // What changes nothing is not proved by a write: it must be read.
                    if (verdict.changed()) {
                        verdicts.put(id, verdict);
                    }
                });
        var unread = new LinkedHashSet<>(open.keySet());
        unread.removeAll(verdicts.keySet());
        var found = store.load(unread);
        unfit.unreadable(found.unreadable());
        open.keySet().removeAll(found.unreadable().keySet());
        unread.removeAll(found.unreadable().keySet());
        var stored = found.byId();
        for (var id : unread) {
            var verdict = decide(new Verdict(id, Optional.ofNullable(stored.get(id))), open, now);
            if (verdict.changed()) {
                verdicts.put(id, verdict);
            } else {
                journal(verdict);
                verdict.session().ifPresent(this::destroyWhatIsDue);
            }
        }
        verdicts.values().forEach(this::journal);
        return verdicts;
    }

    private Verdict decide(Verdict verdict, Map<SessionId, List<Signal>> open, Instant now) {
        open.getOrDefault(verdict.id(), List.of())
                .forEach(signal -> verdict.decide(lifecycle, signal, now));
        takeUpWhatIsDue(verdict, now);
        return verdict;
    }

    private void journal(Verdict verdict) {
        verdict.steps()
                .forEach(step -> journal.decided(step.before(), step.signal(), step.decision()));
    }

    /**
     * With a free hand the lease is written together with what made the operation due; without one
     * it stays due.
     */
    private void takeUpWhatIsDue(Verdict verdict, Instant now) {
        if (verdict.hasDueOperation(now)) {
            verdict.session()
                    .flatMap(hands::reserve)
                    .ifPresent(lease -> verdict.decide(lifecycle, new Signal.TakenUp(lease), now));
        }
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
                    recent.wrote(write);
                    follow(verdict, write);
                } else {
                    recent.forget(write.id());
                    release(verdict);
                }
            }
            return written.lost();
        } catch (RuntimeException e) {
            verdicts.keySet().forEach(recent::forget);
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

    /**
     * It is durable: now it is told and done. Whoever waits for a hand is called when there is one.
     */
    private void follow(Verdict verdict, SessionWrite write) {
        var next = write.next();
        herald.publish(next.id(), write.publications());
        if (verdict.leased()) {
            hands.begin(next);
        }
        destroyWhatIsDue(next);
        if (!verdict.hasDueOperation(clock.instant())) {
            write.dueAt().ifPresent(due -> alarm.set(next.id(), due));
        }
    }

    private void destroyWhatIsDue(Session session) {
        var now = clock.instant();
        if (session.condemned().stream().anyMatch(one -> !one.dueAt().isAfter(now))) {
            hands.destroyCondemned(session);
        }
    }
}
