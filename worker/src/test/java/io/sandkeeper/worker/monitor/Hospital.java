package io.sandkeeper.worker.monitor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Use;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.Census;
import io.sandkeeper.worker.store.InMemoryCensus;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A monitor on a clock that is stepped, with sessions, sandboxes and a door that remembers. */
final class Hospital {
    static final Set<Integer> EVERY_BUCKET =
            IntStream.range(0, Bucket.COUNT).boxed().collect(Collectors.toSet());
    static final MonitorRules RULES =
            new MonitorRules(
                    true,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    200,
                    Set.of());

    static final Duration TICK = Duration.ofMillis(100);

    /** Time that passes in larger steps. */
    private static final Duration LONG = Duration.ofMinutes(1);

    final SteppedClock clock = new SteppedClock();
    final FakeProbes probes = new FakeProbes(clock);
    final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(30));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<News> news = new ArrayList<>();
    final List<Heard> heard = new ArrayList<>();
    final Monitor monitor;
    Set<Integer> owned = EVERY_BUCKET;
    private int pages;
    private int failing;

    /** A signal, and when it was passed. */
    record Heard(SessionId session, Signal.HealthSeen seen, Instant at) {}

    Hospital() {
        this(RULES);
    }

    Hospital(MonitorRules rules) {
        monitor =
                new Monitor(
                        List.of(new Site("e2b", Optional.empty(), probes)),
                        new Monitor.Known(store, new Counting()),
                        new Monitor.Ways(new Remembering(), news::add),
                        rules,
                        meters,
                        clock,
                        Runnable::run);
        monitor.attend(() -> owned);
    }

    /** Pages that were read of those who run. */
    int pages() {
        return pages;
    }

    /** The store does not answer when it is asked for that page, counted from 1. */
    void failPage(int page) {
        failing = page;
    }

    private final class Counting implements Census {
        private final Census census = new InMemoryCensus(store);

        @Override
        public Page resting(State.Name state, Optional<SessionId> after, int limit) {
            throw new UnsupportedOperationException("of no concern to a monitor");
        }

        @Override
        public RunningPage running(Set<Integer> buckets, Optional<SessionId> after, int limit) {
            if (++pages == failing) {
                throw new StoreUnavailable("away");
            }
            return census.running(buckets, after, limit);
        }
    }

    private final class Remembering implements Door {
        @Override
        public CompletableFuture<Void> pass(SessionId session, Signal signal) {
            throw new UnsupportedOperationException("nobody sends it again");
        }

        @Override
        public void insist(SessionId session, Signal signal) {
            heard.add(new Heard(session, (Signal.HealthSeen) signal, clock.instant()));
        }

        @Override
        public void remind(SessionId session, Signal signal) {
            throw new UnsupportedOperationException("nobody sends it again");
        }
    }

    void pass(Duration time) {
        var tick = time.compareTo(LONG) < 0 ? TICK : TICK.multipliedBy(5);
        for (var left = time; left.isPositive(); left = left.minus(tick)) {
            clock.step(tick);
            monitor.read();
            monitor.turn();
        }
    }

    Session running(String id) {
        return running(id, Optional.empty(), Optional.empty());
    }

    /** Runs, in the sandbox {@code box-id}, and nobody uses it. */
    Session running(String id, Optional<Integer> port, Optional<Duration> every) {
        var profile = Sessions.fresh(id).profile();
        profile = Records.with(profile, "region", Optional.empty());
        profile = Records.with(profile, "previewPort", port);
        profile = Records.with(profile, "healthEvery", every);
        var session = Records.with(Sessions.fresh(id), "profile", profile);
        session = Records.with(session, "generation", 1L);
        session = Sessions.used(session, new Use(Instant.EPOCH, Instant.EPOCH));
        store.write(List.of(Sessions.touch(session)));
        return session;
    }

    Session asleep(String id) {
        var session = running(id);
        var paused =
                new State.Paused(
                        Sessions.NOW,
                        Sessions.sandbox("box-" + id),
                        Sessions.because("idle"),
                        Sessions.NOW);
        return becomes(session, paused);
    }

    Session becomes(Session session, State state) {
        var stored = store.load(List.of(session.id())).sessions().getFirst();
        var next = Sessions.to(stored, state);
        store.write(List.of(Sessions.write(stored, next)));
        return next;
    }

    static Origin origin(String event) {
        return new Origin(
                new EventId(event),
                "io.sandkeeper.sandbox.health-check-requested.v1",
                "u-1",
                Instant.EPOCH,
                Optional.of(new RequestId("r-" + event)),
                Optional.empty(),
                Optional.empty());
    }

    /** Who was told that something is wrong. */
    List<Heard> ill() {
        return heard.stream().filter(one -> one.seen().health() != Health.HEALTHY).toList();
    }

    List<Heard> told(String session) {
        return heard.stream().filter(one -> one.session().value().equals(session)).toList();
    }
}
