package io.sandkeeper.worker.intake;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A batch of activity, folded: of each session only the newest use counts, and it is written once.
 * Whoever is not running is woken by it; whoever runs is not bothered.
 */
public final class Activity {
    /** Nobody can be busy for longer than this without saying so again. */
    private static final Duration LONGEST_BUSY = Duration.ofHours(2);

    /** A session's document may be large, and a batch names thousands. */
    private static final int READ_AT_ONCE = 500;

    private final Instant now;
    private final Map<SessionId, Newest> bySession = new HashMap<>();
    private final Map<String, Newest> bySandbox = new HashMap<>();

    public Activity(Instant now) {
        this.now = now;
    }

    /**
     * @param asleep whom the use finds not running, and the newest use of each
     * @param used whom it was about
     * @param known how many uses were of sessions, or of sandboxes that a session lists
     * @param unknown how many were of sandboxes that no session lists: counted, nothing more
     */
    public record Outcome(
            Map<SessionId, Origin> asleep, Set<SessionId> used, int known, int unknown) {}

    private record Newest(SessionStore.UseFold fold, Origin origin, int uses) {
        Newest and(Newest other) {
            return new Newest(
                    new SessionStore.UseFold(
                            latest(fold.lastActivity(), other.fold.lastActivity()),
                            latest(fold.busyUntil(), other.fold.busyUntil())),
                    origin.at().isAfter(other.origin.at()) ? origin : other.origin,
                    uses + other.uses);
        }
    }

    /**
     * @param recordTime when the broker got it: no use is later than that, and none later than now
     */
    public void add(Envelope<?> envelope, SandboxUse use, Instant recordTime) {
        var newest = newest(envelope, use, recordTime);
        var session = use.sessionId();
        var sandbox = use.sandboxId();
        if (session != null) {
            bySession.merge(new SessionId(session.value()), newest, Newest::and);
        } else if (sandbox != null) {
            bySandbox.merge(sandbox.value(), newest, Newest::and);
        }
    }

    private Newest newest(Envelope<?> envelope, SandboxUse use, Instant recordTime) {
        var at = earliest(envelope.time(), earliest(recordTime, now));
        var busyUntil =
                switch (use) {
                    case SandboxUse.Activity _ -> Instant.EPOCH;
                    case SandboxUse.Busy busy -> earliest(busy.until(), now.plus(LONGEST_BUSY));
                };
        var origin =
                new Origin(
                        new EventId(envelope.id().value()),
                        envelope.type().wireName(),
                        "user",
                        at,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return new Newest(new SessionStore.UseFold(at, busyUntil), origin, 1);
    }

    /** One question for the sandboxes, one write for the uses, and a look at who is asleep. */
    public Outcome write(SessionStore store) {
        int unknown = resolve(store);
        if (bySession.isEmpty()) {
            return new Outcome(Map.of(), Set.of(), 0, unknown);
        }
        var folds = new HashMap<SessionId, SessionStore.UseFold>();
        bySession.forEach((id, newest) -> folds.put(id, newest.fold()));
        move(store, folds);
        int known = bySession.values().stream().mapToInt(Newest::uses).sum();
        return new Outcome(asleep(store), Set.copyOf(bySession.keySet()), known, unknown);
    }

    /** A session that the store does not move is left as it is; the others are moved. */
    private void move(SessionStore store, Map<SessionId, SessionStore.UseFold> folds) {
        try {
            store.used(folds);
        } catch (StoreRefused e) {
            if (folds.size() > 1) {
                folds.forEach((id, fold) -> move(store, Map.of(id, fold)));
            } else {
                bySession.keySet().removeAll(folds.keySet());
            }
        }
    }

    private int resolve(SessionStore store) {
        if (bySandbox.isEmpty()) {
            return 0;
        }
        var sessionOf = store.bySandbox(bySandbox.keySet());
        int unknown = 0;
        for (var entry : bySandbox.entrySet()) {
            var session = sessionOf.get(entry.getKey());
            if (session == null) {
                unknown += entry.getValue().uses();
            } else {
                bySession.merge(session, entry.getValue(), Newest::and);
            }
        }
        return unknown;
    }

    private Map<SessionId, Origin> asleep(SessionStore store) {
        var asleep = new HashMap<SessionId, Origin>();
        var ids = List.copyOf(bySession.keySet());
        for (int from = 0; from < ids.size(); from += READ_AT_ONCE) {
            var some =
                    new ArrayList<>(ids.subList(from, Math.min(from + READ_AT_ONCE, ids.size())));
            for (var session : store.notRunning(some).sessions()) {
                var newest = bySession.get(session.id());
                if (newest != null) {
                    asleep.put(session.id(), newest.origin());
                }
            }
        }
        return asleep;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
