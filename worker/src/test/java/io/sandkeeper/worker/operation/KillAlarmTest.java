package io.sandkeeper.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.provider.Errand;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.FakeProvider;
import io.sandkeeper.worker.provider.Fate;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.spec.InMemorySpecStore;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A kill that is not confirmed is told to somebody. */
class KillAlarmTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final LaneId LANE = new LaneId("e2b", Optional.of("eu"), LaneId.Operation.KILL);

    private final SteppedClock clock = new SteppedClock();
    private final FakeCloud cloud = new FakeCloud(clock);
    private final FakeProvider provider = new FakeProvider(cloud);
    private final List<News> told = new CopyOnWriteArrayList<>();
    private final KillAlarm alarm = new KillAlarm(told::add, "e2b", PATIENCE, clock);
    private final Destruction destruction = new Destruction(_ -> Optional.of(provider), "fleet");
    private final Instant since = clock.instant();
    private final SandboxId box = made();
    private final Condemned condemned = condemned(Optional.of(box));
    private final Session session = session(condemned);

    private SandboxId made() {
        var order =
                new Provider.Order("base", Duration.ofDays(1), Map.of(), Map.of(), "key", false);
        cloud.create(order);
        return cloud.live().getFirst().sandbox();
    }

    private Condemned condemned(Optional<SandboxId> sandbox) {
        var incarnation = new Incarnation(new SessionId("s-1"), 1);
        return new Condemned(incarnation, sandbox, since, since, 0, 0);
    }

    private Session session(Condemned one) {
        var killing = new State.Killing(since, Sessions.because("asked for"));
        var session = Records.with(Sessions.in(killing, "s-1", 7), "condemned", List.of(one));
        var profile = Records.with(session.profile(), "region", Optional.of("eu"));
        return Records.with(session, "profile", profile);
    }

    private void kill() {
        alarm.hear(session, condemned, destruction.run(session, condemned));
    }

    @Test
    void rings_when_a_kill_is_not_confirmed_in_time_and_not_before() {
        provider.weather(errand -> errand == Errand.KILL ? Fate.REFUSED : Fate.FINE);

        clock.step(PATIENCE.minusMillis(1));
        kill();

        assertThat(told).isEmpty();

        clock.step(Duration.ofMillis(1));
        kill();

        assertThat(told)
                .containsExactly(
                        new News.KillUnconfirmed(
                                LANE, Optional.of(session.id()), Optional.of(box), since));
    }

    @Test
    void is_silent_when_it_is_gone_however_late() {
        clock.step(PATIENCE.multipliedBy(3));

        kill();

        assertThat(cloud.live()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void rings_once_a_minute_for_each_sandbox() {
        provider.weather(errand -> errand == Errand.KILL ? Fate.REFUSED : Fate.FINE);
        clock.step(PATIENCE);
        var another = condemned(Optional.of(new SandboxId("another")));
        var failed =
                List.<Signal>of(
                        new Signal.DestroyFailed(
                                1, Optional.empty(), new Failure.Transient("no answer")));

        for (var second = 0; second < 125; second++) {
            kill();
            clock.step(Duration.ofSeconds(1));
        }
        alarm.hear(session, another, failed);

        assertThat(told).hasSize(4);
        assertThat(told.subList(0, 3)).containsOnly(told.getFirst());
    }

    @Test
    void rings_for_one_whose_id_was_never_learned_as_well() {
        provider.weather(errand -> errand == Errand.FIND ? Fate.REFUSED : Fate.FINE);
        clock.step(PATIENCE);
        var sought = condemned(Optional.empty());

        alarm.hear(session, sought, destruction.run(session, sought));

        assertThat(told)
                .containsExactly(
                        new News.KillUnconfirmed(
                                LANE, Optional.of(session.id()), Optional.empty(), since));
    }

    @Test
    void rings_where_workers_kill_before_the_session_hears_of_the_failure() throws Exception {
        provider.weather(errand -> errand == Errand.KILL ? Fate.REFUSED : Fate.FINE);
        clock.step(PATIENCE);
        var door = new Listening();

        try (var workforce = workforce(door)) {
            workforce.destroyCondemned(session);

            assertThat(door.heard.poll(10, TimeUnit.SECONDS))
                    .isInstanceOf(Signal.DestroyFailed.class);
        }

        assertThat(told).hasSize(1);
    }

    private Workforce workforce(Door door) {
        var settings = Usual.settings("fleet");
        return new Workforce(
                1,
                new Tools(
                        _ -> Optional.of(provider),
                        new InMemorySpecStore(),
                        Optional.empty(),
                        settings),
                new Nobody(),
                clock,
                door,
                alarm);
    }

    private static final class Nobody implements Standing {
        @Override
        public String worker() {
            return "w";
        }

        @Override
        public boolean holds(Operation.Lease lease) {
            return false;
        }
    }

    private static final class Listening implements Door {
        private final LinkedBlockingQueue<Signal> heard = new LinkedBlockingQueue<>();

        @Override
        public CompletableFuture<Void> pass(SessionId session, Signal signal) {
            heard.add(signal);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void insist(SessionId session, Signal signal) {
            heard.add(signal);
        }

        @Override
        public void remind(SessionId session, Signal signal) {
            heard.add(signal);
        }
    }
}
