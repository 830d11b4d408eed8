package io.sandkeeper.worker.sweep;

import static java.util.stream.Collectors.groupingBy;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sandboxes that came back wait here to be looked at, so many a second, and then go back to their
 * sessions. What does not come to an end here is found again by the next listing.
 */
final class Returns {
    private static final Logger LOG = LoggerFactory.getLogger(Returns.class);

    private final SessionStore store;
    private final Door door;
    private final SweepRules rules;
    private final SweepMeters meters;
    private final InstantSource clock;
    private final Map<SessionId, Return> waiting = new LinkedHashMap<>();

    Returns(
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

    /** All that one listing shows. */
    synchronized void raise(List<Return> all) {
        all.stream()
                .collect(groupingBy(Return::session))
                .forEach(
                        (session, some) -> {
                            if (some.size() == 1) {
                                waiting.put(session, some.getFirst());
                            } else {
                                tellOfTwins(session, some);
                            }
                        });
    }

    /** One of them may be a late answer to a lost call, with nobody's work in it. */
    private void tellOfTwins(SessionId session, List<Return> some) {
        waiting.remove(session);
        LOG.warn(
                "session={} is lost, and {} sandboxes say that they are its own: neither is taken back; look into them, kill those that are of no use, and the one that is left is taken back: {}",
                session,
                some.size(),
                some.stream().map(Return::sandbox).toList());
    }

    /** A second's worth of looks. */
    void look() {
        for (var left = rules.looks(); left > 0; left--) {
            var next = next();
            if (next.isEmpty()) {
                return;
            }
            lookAt(next.get());
        }
    }

    private synchronized Optional<Return> next() {
        var all = waiting.values().iterator();
        if (!all.hasNext()) {
            return Optional.empty();
        }
        var next = all.next();
        all.remove();
        return Optional.of(next);
    }

    private void lookAt(Return one) {
        var lookedAt = clock.instant();
        if (one.place().provider().look(one.sandbox())
                instanceof Answer.Done<Provider.Seen>(var seen)) {
            Optional.ofNullable(store.load(List.of(one.session())).byId().get(one.session()))
                    .filter(session -> one.isAbout(session, seen))
                    .map(session -> one.learned(session, seen, lookedAt))
                    .ifPresent(
                            signal -> {
                                LOG.info(
                                        "session={} sandbox={} is back",
                                        one.session(),
                                        one.sandbox());
                                meters.observed(signal);
                                door.remind(one.session(), signal);
                            });
        }
    }
}
