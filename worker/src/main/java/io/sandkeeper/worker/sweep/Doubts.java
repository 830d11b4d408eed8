package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionStore;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is doubted waits here to be looked at, so many a second: however much is doubted at once,
 * the provider is not stormed. What does not come to an end here is doubted again by the next
 * listing.
 */
final class Doubts {
    private static final int MOST = 10_000;

    private final SessionStore store;
    private final Door door;
    private final SweepRules rules;
    private final SweepMeters meters;
    private final InstantSource clock;
    private final Deque<Doubt> quick = new ArrayDeque<>();
    private final Deque<Doubt> slow = new ArrayDeque<>();
    private final Set<SessionId> waiting = new HashSet<>();

    Doubts(
            SessionStore store,
            Door door,
            SweepRules rules,
            SweepMeters meters,
            InstantSource clock) {
        this.store = store;
        this.door = door;
        this.rules = rules;
        this.meters = meters;
        this.clock = clock;
    }

    void raise(List<Doubt> doubts) {
        add(quick, doubts);
    }

    /** The listing itself is doubted: there is no hurry to believe it. */
    void raiseSlowly(List<Doubt> doubts) {
        add(slow, doubts);
    }

    private synchronized void add(Deque<Doubt> queue, List<Doubt> doubts) {
        for (var one : doubts) {
            if (waiting.size() < MOST && waiting.add(one.session())) {
                queue.addLast(one);
            }
        }
    }

    /** A second's worth of looks. */
    void look() {
        look(quick, rules.looks());
        look(slow, rules.slowLooks());
    }

    private void look(Deque<Doubt> queue, int many) {
        for (var one : take(queue, many)) {
            lookAt(one).ifPresent(again -> putBack(queue, again));
        }
    }

    private synchronized List<Doubt> take(Deque<Doubt> queue, int many) {
        var taken = new ArrayList<Doubt>();
        while (taken.size() < many && !queue.isEmpty()) {
            var one = queue.removeFirst();
            waiting.remove(one.session());
            taken.add(one);
        }
        return taken;
    }

    /** It is looked at again with the next ones, a second later. */
    private synchronized void putBack(Deque<Doubt> queue, Doubt again) {
        if (waiting.add(again.session())) {
            queue.addFirst(again);
        }
    }

    /** The doubt that is left, if one is. */
    private Optional<Doubt> lookAt(Doubt doubt) {
        var found = store.load(List.of(doubt.session())).byId().get(doubt.session());
        if (found == null || !doubt.isAbout(found)) {
            return Optional.empty();
        }
        var lookedAt = clock.instant();
        return switch (doubt.place().provider().look(doubt.sandbox())) {
            case Answer.Done<Provider.Seen>(var seen) -> {
                doubt.learned(found, seen, lookedAt).ifPresent(signal -> tell(found, signal));
                yield Optional.empty();
            }
            case Answer.Absent<Provider.Seen>(var evidence) when doubt.absent().isPresent() -> {
                tell(found, doubt.gone(found, evidence));
                yield Optional.empty();
            }
            case Answer.Absent<Provider.Seen>(var evidence) when doubt.missing() ->
                    Optional.of(doubt.notFound(evidence));
            // It was listed: the next listing says what became of it.
            case Answer.Absent<Provider.Seen> _, Answer.Failed<Provider.Seen> _ -> Optional.empty();
        };
    }

    private void tell(Session session, Signal signal) {
        meters.observed(signal);
        door.remind(session.id(), signal);
    }
}
