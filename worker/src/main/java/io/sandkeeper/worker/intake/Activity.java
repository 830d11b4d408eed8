package io.sandkeeper.worker.intake;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Found;
import io.sandkeeper.worker.store.SessionStore;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A batch of activity, folded: of each session only the newest use counts, and it is written once.
 * Whoever is not running is woken by it; whoever runs is not bothered.
 */
public final class Activity {
    /** Nobody can be busy for longer than this without saying so again. */
    private static final Duration LONGEST_BUSY = Duration.ofHours(2);

    private final SessionStore store;
    private final Instant now;
    private final Map<SessionId, SessionStore.UseFold> folds = new HashMap<>();
    private final Map<SessionId, Origin> newest = new HashMap<>();
    private int unknown;

    public Activity(SessionStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /**
     * @param recordTime when the broker got it: no use is later than that, and none later than now
     */
    public void add(Envelope<?> envelope, SandboxUse use, Instant recordTime) {
        var session = session(use);
        if (session.isEmpty()) {
            unknown++;
            return;
        }
        var at = earliest(envelope.time(), earliest(recordTime, now));
        var busyUntil =
                switch (use) {
                    case SandboxUse.Activity _ -> Instant.EPOCH;
                    case SandboxUse.Busy busy -> earliest(busy.until(), now.plus(LONGEST_BUSY));
                };
        folds.merge(session.get(), new SessionStore.UseFold(at, busyUntil), Activity::later);
        newest.merge(
                session.get(),
                new Origin(
                        new EventId(envelope.id().value()),
                        envelope.type().wireName(),
                        "user",
                        at,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                (one, other) -> one.at().isAfter(other.at()) ? one : other);
    }

    /** Writes the folds, and says whom the use finds not running. */
    public Map<SessionId, Origin> write() {
        store.used(folds);
        Found found = store.load(folds.keySet());
        var asleep = new HashMap<SessionId, Origin>();
        for (var session : found.sessions()) {
            var origin = newest.get(session.id());
            if (origin != null && !(session.state() instanceof State.Running)) {
                asleep.put(session.id(), origin);
            }
        }
        return asleep;
    }

    /** Use of sandboxes that no session lists: counted, nothing more. */
    public int unknown() {
        return unknown;
    }

    private Optional<SessionId> session(SandboxUse use) {
        var session = use.sessionId();
        if (session != null) {
            return Optional.of(new SessionId(session.value()));
        }
        return Optional.ofNullable(use.sandboxId()).flatMap(id -> store.bySandbox(id.value()));
    }

    private static SessionStore.UseFold later(
            SessionStore.UseFold one, SessionStore.UseFold other) {
        return new SessionStore.UseFold(
                latest(one.lastActivity(), other.lastActivity()),
                latest(one.busyUntil(), other.busyUntil()));
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
