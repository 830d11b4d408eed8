package io.sandkeeper.worker.sweep;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.worker.operation.Marks;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.FakeProvider;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.InMemoryCensus;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cloud, a store, and a sweeper between them. */
final class Scene {
    static final String FLEET = "fleet";
    static final SweepRules RULES = new SweepRules(FLEET, Duration.ofMinutes(5), 10, 10);

    final SteppedClock clock = new SteppedClock();
    final FakeCloud cloud = new FakeCloud(clock);
    final FakeProvider provider = new FakeProvider(cloud);
    final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(30));
    final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);
    final SteppedDoor door = new SteppedDoor(lifecycle, store, clock);
    final List<News> news = new ArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Sweeper sweeper;
    private int keys;

    Scene() {
        this.sweeper = sweeper(provider);
    }

    Sweeper sweeper(Provider way) {
        return new Sweeper(
                new Sweeper.Known(
                        List.of(new Place("e2b", Optional.empty(), way)),
                        store,
                        new InMemoryCensus(store)),
                new Sweeper.Ways(door, news::add),
                () -> true,
                RULES,
                meters,
                clock);
    }

    void step(Duration time) {
        clock.step(time);
    }

    /** So many sweeps, a minute apart. */
    void sweep(int times) {
        for (var i = 0; i < times; i++) {
            step(Duration.ofMinutes(1));
            sweeper.sweep();
        }
    }

    /** So many seconds of looking. */
    void look(int seconds) {
        for (var i = 0; i < seconds; i++) {
            step(Duration.ofSeconds(1));
            sweeper.look();
        }
    }

    SandboxId make(String session, long generation) {
        return make(marks(FLEET, session, generation));
    }

    static Map<String, String> marks(String fleet, String session, long generation) {
        var incarnation = new Incarnation(new SessionId(session), generation);
        return Map.of(
                Marks.FLEET,
                fleet,
                Marks.SESSION,
                session,
                Marks.GENERATION,
                Long.toString(generation),
                Marks.INCARNATION,
                incarnation.name(fleet));
    }

    SandboxId make(Map<String, String> metadata) {
        var order =
                new Provider.Order(
                        "base",
                        Duration.ofDays(20),
                        new LinkedHashMap<>(metadata),
                        Map.of(),
                        "key" + keys++,
                        false);
        if (cloud.create(order) instanceof Answer.Done<Provider.Made>(var made)) {
            return made.sandbox();
        }
        throw new IllegalStateException("the cloud makes whatever it is asked for");
    }

    boolean lives(SandboxId sandbox) {
        return cloud.live().stream().anyMatch(seen -> seen.sandbox().equals(sandbox));
    }

    Session running(String id, SandboxId sandbox) {
        return save(id, running(current(sandbox)));
    }

    State.Running running(Sandbox sandbox) {
        var now = clock.instant();
        return new State.Running(now, sandbox, now.plus(Duration.ofDays(1)), Optional.empty());
    }

    Session paused(String id, SandboxId sandbox) {
        var cause = Sessions.because("idle");
        return save(
                id, new State.Paused(clock.instant(), current(sandbox), cause, clock.instant()));
    }

    Sandbox current(SandboxId sandbox) {
        return new Sandbox(sandbox, 1, "base", Optional.empty(), clock.instant(), 0);
    }

    Session save(String id, State state) {
        return save(session(id, state));
    }

    /** Of generation 1, in the default region. */
    Session session(String id, State state) {
        var session = Sessions.in(state, id, 5);
        var profile = Records.with(session.profile(), "region", Optional.empty());
        return Records.with(Records.with(session, "profile", profile), "generation", 1L);
    }

    Session save(Session session) {
        store.write(List.of(Sessions.touch(session)));
        return read(session.id());
    }

    Session read(SessionId id) {
        return store.load(List.of(id)).sessions().getFirst();
    }

    State state(String id) {
        return read(new SessionId(id)).state();
    }

    double count(String meter) {
        return meters.counter(meter).count();
    }
}
