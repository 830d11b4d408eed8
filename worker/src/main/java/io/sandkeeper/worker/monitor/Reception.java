package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds out what the sessions are that somebody asks about and that are not looked after here, and
 * has them looked at once. Few at a time: whoever invents sessions costs a question of the store
 * now and then.
 */
final class Reception {
    private static final int AT_ONCE = 50;

    /** Somebody who was looked up and is not to be checked is not looked up again so soon. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final int MOST_REMEMBERED = 10_000;

    private final Wards wards;
    private final Callers callers;
    private final SessionStore store;
    private final Consumer<Told> told;
    private final InstantSource clock;
    private final Map<SessionId, Instant> lookedUp = new LinkedHashMap<>();

    Reception(
            Wards wards,
            Callers callers,
            SessionStore store,
            Consumer<Told> told,
            InstantSource clock) {
        this.wards = wards;
        this.callers = callers;
        this.store = store;
        this.told = told;
        this.clock = clock;
    }

    /** Whether it is worth a question what this session is. */
    boolean mayBeNew(SessionId session) {
        synchronized (lookedUp) {
            var at = lookedUp.get(session);
            return at == null || !clock.instant().isBefore(at.plus(REMEMBERED));
        }
    }

    void turn() {
        var some = callers.next(AT_ONCE);
        if (some.isEmpty()) {
            return;
        }
        try {
            var found = store.load(some.keySet()).byId();
            some.forEach((id, asked) -> receive(id, Optional.ofNullable(found.get(id)), asked));
        } catch (StoreUnavailable e) {
            callers.again(some);
            throw e;
        }
    }

    private void receive(SessionId id, Optional<Session> session, List<Origin> asked) {
        remember(id);
        if (session.isEmpty()) {
            return;
        }
        var subject = Subject.of(session.get());
        var ward = subject.flatMap(one -> wards.of(one.region()));
        if (ward.isPresent() && (subject.get().awake() || !asked.isEmpty())) {
            ward.get().visit(subject.get(), asked, clock.instant());
        } else {
            asked.forEach(origin -> answer(session.get(), subject.isPresent(), origin));
        }
    }

    private void remember(SessionId id) {
        synchronized (lookedUp) {
            lookedUp.remove(id);
            lookedUp.put(id, clock.instant());
            if (lookedUp.size() > MOST_REMEMBERED) {
                var eldest = lookedUp.keySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
    }

    /** There is nothing to look at. */
    private void answer(Session session, boolean hasSandbox, Origin origin) {
        var health = isGone(session.state()) ? Health.EXPIRED : Health.UNREACHABLE;
        var evidence =
                hasSandbox
                        ? "its region is not in the configuration"
                        : "it has no sandbox: it is " + session.state().name();
        told.accept(
                new Told(
                        session.id(),
                        new Signal.HealthSeen(
                                session.generation(),
                                health,
                                clock.instant(),
                                evidence,
                                Optional.of(origin))));
    }

    private static boolean isGone(State state) {
        return switch (state) {
            case State.Lost _, State.Killed _, State.Expired _, State.Failed _ -> true;
            case State.Queued _, State.Creating _, State.Running _, State.Pausing _ -> false;
            case State.Paused _, State.Resuming _, State.Recreating _, State.Killing _ -> false;
        };
    }
}
