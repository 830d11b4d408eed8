package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Waiting;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ReceptionTest {
    private static final LaneId CREATE =
            new LaneId("e2b", Optional.empty(), LaneId.Operation.CREATE);
    private final Cloud cloud = new Cloud();
    private final World world = new World(1, 2, Limits.DEFAULT, cloud);

    private static void request(World world, int count) {
        for (var i = 0; i < count; i++) {
            world.request(0);
        }
    }

    private static State.Queued queued(World world, int which) {
        return (State.Queued) world.sessions.all().get(which).state();
    }

    @Test
    void asks_the_store_nothing_while_a_lane_is_quiet() {
        world.request(0);
        var session = world.sessions.all().getFirst();
        var admission = world.any().reception().admission();
        var before = world.lanes.calls();

        for (var i = 0; i < 10_000; i++) {
            assertThat(admission.heldBack(List.of(session))).isEmpty();
        }

        assertThat(world.lanes.calls()).isEqualTo(before);
    }

    @Nested
    class A_full_account {
        private int slots = 10;

        private World full() {
            cloud.fails(
                    session ->
                            world.sessions.all().stream()
                                                    .filter(
                                                            one ->
                                                                    one.state()
                                                                            instanceof
                                                                            State.Running)
                                                    .count()
                                            >= slots
                                    ? Optional.of(Cloud.full())
                                    : Optional.empty());
            return world;
        }

        @Test
        void is_asked_once_in_30_s_and_keeps_everybody_waiting() {
            full();
            request(world, 10);
            world.steps(Duration.ofSeconds(5));
            request(world, 40);
            world.steps(Duration.ofSeconds(3));
            var asked = cloud.asked();

            world.steps(Duration.ofMinutes(10));

            assertThat(cloud.asked() - asked).isBetween(15, 21);
            assertThat(world.states())
                    .isEqualTo(Map.of(State.Name.RUNNING, 10L, State.Name.QUEUED, 40L));
        }

        @Test
        void is_asked_at_once_when_one_of_ours_ends() {
            full();
            request(world, 15);
            world.steps(Duration.ofSeconds(40));
            var victim = world.begun.getFirst().session();

            world.kill(victim);
            world.steps(Duration.ofSeconds(4));

            assertThat(world.states())
                    .isEqualTo(
                            Map.of(
                                    State.Name.RUNNING,
                                    10L,
                                    State.Name.QUEUED,
                                    4L,
                                    State.Name.KILLED,
                                    1L));
        }
    }

    @Nested
    class A_refused_key {
        @Test
        void suspends_the_lane_with_an_alarm_that_each_probe_repeats_and_fails_nobody() {
            cloud.fails(new Failure.KeyRefused(401, "401"));
            request(world, 10);
            world.steps(Duration.ofSeconds(100));

            var alarms = world.news.stream().filter(News.KeyRefused.class::isInstance).toList();
            assertThat(alarms).hasSizeBetween(3, 4);
            assertThat(world.states()).containsOnlyKeys(State.Name.QUEUED);
            assertThat(queued(world, 3).reason()).isEqualTo(Waiting.SUSPENDED);

            cloud.fine();
            world.steps(Duration.ofSeconds(60));

            assertThat(world.states()).containsOnlyKeys(State.Name.RUNNING);
        }

        @Test
        void is_over_at_once_for_all_workers_when_the_lane_is_freed_by_hand() {
            cloud.fails(new Failure.KeyRefused(403, "403"));
            request(world, 10);
            world.steps(Duration.ofSeconds(5));
            cloud.fine();

            assertThat(world.alive().get(1).reception().free("e2b/-/create"))
                    .hasValueSatisfying(view -> assertThat(view.gate()).isEqualTo(new Gate.Free()));
            world.steps(Duration.ofSeconds(5));

            assertThat(world.states()).containsOnlyKeys(State.Name.RUNNING);
            assertThat(world.any().reception().free("e2b/-/unknown")).isEmpty();
        }
    }

    @Nested
    class A_worker_without_a_free_hand {
        @Test
        void lets_in_and_another_one_takes_them_up() {
            var limits = Limits.DEFAULT;
            var paced =
                    new World(
                            1,
                            2,
                            new Limits(
                                    limits.served(),
                                    limits.breaker(),
                                    limits.waits(),
                                    limits.queue(),
                                    new Limits.Account(5, 0),
                                    limits.regions(),
                                    limits.budget()),
                            cloud);
            paced.alive().getFirst().hands(0);

            request(paced, 20);
            paced.steps(Duration.ofSeconds(20));

            assertThat(paced.states()).isEqualTo(Map.of(State.Name.RUNNING, 20L));
        }
    }

    @Nested
    class A_rate_limit {
        @Test
        void is_waited_for_as_long_as_the_provider_says() {
            cloud.fails(Cloud.tooFast(Duration.ofSeconds(20)));
            request(world, 5);
            world.steps(Duration.ofSeconds(3));
            cloud.fine();
            var asked = cloud.asked();

            world.steps(Duration.ofSeconds(14));
            assertThat(cloud.asked()).isEqualTo(asked);
            world.steps(Duration.ofSeconds(20));

            assertThat(world.states()).containsOnlyKeys(State.Name.RUNNING);
        }
    }

    @Nested
    class Who_waits {
        @Test
        void has_a_position_and_an_estimate_and_hears_them_once() {
            cloud.fails(Cloud.DOWN);
            request(world, 20);
            world.steps(Duration.ofSeconds(5));
            var before = world.sessions.all().size();
            request(world, 3);

            var first = queued(world, before).ticket().orElseThrow();
            var third = queued(world, before + 2).ticket().orElseThrow();

            assertThat(third.number()).isEqualTo(first.number() + 2);
            assertThat(third.position()).isEqualTo(first.position() + 2);
            assertThat(first.estimate()).isPresent();
            assertThat(queued(world, before).reason()).isEqualTo(Waiting.BREAKER_OPEN);
        }

        @Test
        void can_be_killed_and_nobody_waits_for_it() {
            cloud.fails(Cloud.DOWN);
            request(world, 20);
            world.steps(Duration.ofSeconds(5));
            var victim = world.request(0);
            world.request(0);

            world.kill(victim);
            cloud.fine();
            world.steps(Duration.ofSeconds(90));

            assertThat(world.states().get(State.Name.KILLED)).isOne();
            assertThat(world.states().get(State.Name.RUNNING)).isEqualTo(21);
        }

        @Test
        void is_turned_away_from_a_queue_that_is_too_long_in_words_for_a_person() {
            var limits = Limits.DEFAULT;
            var short_ =
                    new Limits(
                            limits.served(),
                            limits.breaker(),
                            limits.waits(),
                            new Limits.Queue(
                                    5, limits.queue().askAgain(), limits.queue().turn(), 200),
                            limits.byDefault(),
                            limits.regions(),
                            limits.budget());
            var small = new World(1, 1, short_, cloud);
            cloud.fails(Cloud.DOWN);
            request(small, 8);
            small.steps(Duration.ofSeconds(5));
            request(small, 7);

            assertThat(small.states())
                    .containsEntry(State.Name.QUEUED, 5L)
                    .containsEntry(State.Name.FAILED, 2L);
            var failed = (State.Failed) small.sessions.all().getLast().state();
            assertThat(failed.cause().evidence())
                    .isEqualTo(
                            "5 requests wait for a sandbox already, and no more are taken: please try again later");
        }
    }

    @Nested
    class A_budget {
        private final World tight =
                new World(
                        1,
                        1,
                        new Limits(
                                Limits.DEFAULT.served(),
                                Limits.DEFAULT.breaker(),
                                Limits.DEFAULT.waits(),
                                Limits.DEFAULT.queue(),
                                Limits.Account.UNLIMITED,
                                Map.of(),
                                new Limits.Budget(
                                        Duration.ofMinutes(1),
                                        Map.of(LaneId.Operation.CREATE, 100L))),
                        cloud);

        private void calls(int count) {
            var reception = tight.any().reception();
            var counted =
                    reception
                            .counting(_ -> Optional.of(new FakeCloud(tight.clock)))
                            .of(Optional.empty())
                            .orElseThrow();
            for (var i = 0; i < count; i++) {
                counted.create(
                        new Provider.Order(
                                "base", Duration.ofMinutes(1), Map.of(), Map.of(), "k" + i, true));
            }
            var _ = counted.look(new SandboxId("other"));
            tight.step();
            tight.steps(Duration.ofSeconds(1));
        }

        private long warnings() {
            return tight.news.stream().filter(News.BudgetWarned.class::isInstance).count();
        }

        @Test
        void warns_once_at_80_percent_slows_down_and_shuts_when_it_is_used_up() {
            tight.step();
            calls(79);
            assertThat(warnings()).isZero();
            calls(1);
            assertThat(warnings()).isOne();
            request(tight, 10);
            tight.steps(Duration.ofSeconds(2));
            assertThat(tight.begun).as("20 calls are left for about a minute").hasSizeBetween(1, 3);

            calls(20);
            assertThat(warnings()).isOne();
            var begun = tight.begun.size();
            tight.steps(Duration.ofSeconds(20));

            assertThat(tight.begun).hasSizeLessThanOrEqualTo(begun + 1);
            assertThat(tight.lanes.find(CREATE).orElseThrow().gate().closure())
                    .contains(Reason.BUDGET);
            tight.steps(Duration.ofSeconds(60));
            assertThat(tight.states()).containsOnlyKeys(State.Name.RUNNING);
        }
    }
}
