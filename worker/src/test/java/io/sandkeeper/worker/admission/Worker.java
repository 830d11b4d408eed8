package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.fleet.Roster;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A worker that does all in the caller's thread: its door decides and writes at once. */
final class Worker implements Door {
    /** Thrown where a worker ends. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final Provider.Order ORDER =
            new Provider.Order("base", Duration.ofMinutes(1), Map.of(), Map.of(), "key", true);

    private final String name;
    private final World world;
    private final Reception reception;
    private final Provider calls;
    private final List<Flight> flights = new ArrayList<>();
    private boolean alive = true;
    private int hands = 1_000;

    private record Flight(Session session, Operation operation, Instant endsAt) {}

    Worker(String name, World world, Limits limits) {
        this.name = name;
        this.world = world;
        this.reception =
                new Reception(
                        limits,
                        world.lanes,
                        world.sessions,
                        this,
                        new Beats(world),
                        () -> name,
                        world.news::add,
                        world.clock);
        this.calls = new FakeCloud(world.clock);
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return alive;
    }

    void die() {
        alive = false;
    }

    Worker hands(int count) {
        hands = count;
        return this;
    }

    Reception reception() {
        return reception;
    }

    void turn() {
        if (!alive) {
            return;
        }
        try {
            reception.turn();
        } catch (Crash _) {
            world.crash(this);
        } catch (StoreUnavailable _) {
            // It tries again with its next turn.
        }
    }

    /** What is over by now is told. */
    void finish(Instant now) {
        var over = flights.stream().filter(one -> !one.endsAt().isAfter(now)).toList();
        flights.removeAll(over);
        for (var one : over) {
            hands++;
            var signals = world.outcome(one.session(), one.operation());
            reception
                    .admission()
                    .judged(one.session(), signals)
                    .forEach(signal -> take(one.session().id(), signal));
            reception.admission().heard(one.session(), signals);
        }
    }

    void take(SessionId id, Signal signal) {
        for (var won = false; !won; ) {
            var stored = world.sessions.load(List.of(id)).sessions().stream().findFirst();
            var next = next(stored, world.decide(stored, id, signal));
            var begins = Optional.<Session>empty();
            if (next.isPresent() && isDue(next.get())) {
                var held = reception.admission().heldBack(List.of(next.get())).get(id);
                if (held != null) {
                    next = next(next, world.decide(next, id, held.signal()));
                } else if (hands > 0) {
                    var lease = new Operation.Lease(name, world.clock.instant());
                    next = next(next, world.decide(next, id, new Signal.TakenUp(lease)));
                    begins = next;
                }
            }
            won = next.isEmpty() || next.equals(stored) || written(stored, next.get(), begins);
        }
    }

    private static Optional<Session> next(Optional<Session> before, Decision decision) {
        return switch (decision) {
            case Decision.Step(var next, _) -> Optional.of(next);
            case Decision.Refuse(var next, _, _) -> Optional.of(next);
            case Decision.Ignore _ -> before;
        };
    }

    private boolean isDue(Session session) {
        return session.operation()
                .filter(one -> one.lease().isEmpty())
                .filter(one -> !one.dueAt().isAfter(world.clock.instant()))
                .isPresent();
    }

    private boolean written(Optional<Session> stored, Session next, Optional<Session> begins) {
        var before = stored.orElse(next);
        var write =
                new SessionWrite(before, next, List.of(), List.of(), world.lifecycle.dueAt(next));
        if (!world.sessions.write(List.of(write)).lost().isEmpty()) {
            return false;
        }
        world.decided(before, next);
        begins.ifPresent(this::begin);
        return true;
    }

    private void begin(Session session) {
        if (session.operation().filter(one -> one.kind() == Operation.Kind.CREATE).isPresent()) {
            var _ = reception.counting(session.profile().region(), calls).create(ORDER);
        }
        hands--;
        var takes = Duration.ofMillis(200 + world.random.nextInt(1_500));
        flights.add(
                new Flight(
                        session,
                        session.operation().orElseThrow(),
                        world.clock.instant().plus(takes)));
    }

    @Override
    public CompletableFuture<Void> pass(SessionId session, Signal signal) {
        take(session, signal);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void insist(SessionId session, Signal signal) {
        take(session, signal);
    }

    @Override
    public void remind(SessionId session, Signal signal) {
        take(session, signal);
    }

    private record Beats(World world) implements Roster {
        @Override
        public void enter(String worker) {}

        @Override
        public boolean beat(String worker, long count) {
            return true;
        }

        @Override
        public Map<String, Long> beats() {
            return world.beats();
        }

        @Override
        public void strike(String worker) {}
    }
}
