package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Those whom a shut lane holds back and who stand in no queue. */
class HeldTest {
    private static final LaneId RESUME =
            new LaneId("e2b", Optional.empty(), LaneId.Operation.RESUME);

    private final Cloud cloud = new Cloud();
    private final World world = new World(5, 2, Limits.DEFAULT, cloud);

    private List<SessionId> asleep(int count) {
        var all = IntStream.range(0, count).mapToObj(_ -> world.request(0)).toList();
        world.steps(Duration.ofSeconds(4));
        all.forEach(world::pause);
        world.steps(Duration.ofSeconds(4));
        return all;
    }

    private List<SessionId> woken(List<SessionId> some) {
        return some.stream()
                .filter(one -> world.session(one).state() instanceof State.Running)
                .toList();
    }

    private long held() {
        return world.lanes.find(RESUME).orElseThrow().held().waiting();
    }

    private long running() {
        return world.sessions.all().stream()
                .filter(one -> one.state() instanceof State.Running)
                .count();
    }

    @Nested
    class Of_a_full_account_whose_places_nobody_configured {
        private final int slots = 3;

        private void full() {
            cloud.fails(_ -> running() >= slots ? Optional.of(Cloud.full()) : Optional.empty());
        }

        @Test
        void wakes_get_each_place_at_once_when_it_is_free_in_order_and_before_newcomers() {
            var sleeping = asleep(8);
            var old = sleeping.subList(0, 4);
            var awake = IntStream.range(0, slots).mapToObj(_ -> world.request(0)).toList();
            world.steps(Duration.ofSeconds(4));
            full();
            for (var one : old) {
                world.wake(one);
                world.steps(Duration.ofSeconds(3));
            }
            assertThat(woken(old)).isEmpty();

            var newcomers = new ArrayList<>(sleeping.subList(4, 8));
            for (var i = 0; i < slots; i++) {
                world.kill(awake.get(i));
                world.wake(newcomers.get(i));
                world.steps(Duration.ofSeconds(6));
            }

            assertThat(woken(sleeping)).hasSize(slots).allMatch(old::contains);
            assertThat(woken(newcomers)).isEmpty();
        }

        @Test
        void those_told_to_try_again_are_called_too_when_the_lane_is_freed_by_hand() {
            var sleeping = asleep(30);
            cloud.fails(Cloud.tooFast(Duration.ofHours(1)));
            sleeping.forEach(world::wake);
            world.steps(Duration.ofSeconds(10));
            assertThat(held()).as("although each was tried").isEqualTo(30);
            cloud.fine();
            world.steps(Duration.ofMinutes(10));
            assertThat(woken(sleeping)).isEmpty();

            assertThat(world.alive().getLast().reception().free("e2b/-/resume")).isPresent();
            world.steps(Duration.ofSeconds(10));

            assertThat(woken(sleeping)).hasSize(30);
            assertThat(world.lanes.find(RESUME).orElseThrow().held().isEmpty()).isTrue();
        }
    }

    @Test
    void are_all_called_when_the_lane_is_freed_by_hand_for_two_workers() {
        var sleeping = asleep(40);
        cloud.fails(Cloud.tooFast(Duration.ofHours(1)));
        sleeping.subList(0, 5).forEach(world::wake);
        world.steps(Duration.ofSeconds(3));
        sleeping.subList(5, 40).forEach(world::wake);
        world.steps(Duration.ofMinutes(5));
        cloud.fine();
        assertThat(held()).isGreaterThanOrEqualTo(35);

        assertThat(world.alive().getLast().reception().free("e2b/-/resume")).isPresent();
        world.steps(Duration.ofSeconds(4));

        assertThat(woken(sleeping.subList(5, 40))).hasSize(35);
    }

    @Test
    void hear_it_although_the_one_who_called_them_ended_before_it_could_say_so() {
        var sleeping = asleep(10);
        cloud.fails(Cloud.tooFast(Duration.ofHours(1)));
        world.wake(sleeping.getFirst());
        world.steps(Duration.ofSeconds(3));
        sleeping.subList(1, 10).forEach(world::wake);
        world.steps(Duration.ofSeconds(3));
        cloud.fine();
        assertThat(world.alive().getLast().reception().free("e2b/-/resume")).isPresent();
        world.beforeEachTurn(
                _ -> {
                    if (world.alive().size() > 1) {
                        world.lanes.afterNextReplace(
                                () -> {
                                    throw new Worker.Crash();
                                });
                    }
                });

        world.steps(Duration.ofSeconds(30));

        assertThat(woken(sleeping.subList(1, 10))).hasSize(9);
    }

    @Test
    void are_bounded_and_who_came_first_keeps_its_place() {
        var sessions =
                IntStream.range(0, Held.MOST + 10)
                        .mapToObj(_ -> world.session(world.request(0)))
                        .toList();
        var now = Instant.EPOCH;

        var held = Held.NOBODY.also(sessions, now).also(sessions, now.plusSeconds(1));

        assertThat(held.all()).hasSize(Held.MOST).containsKey(sessions.getFirst().id());
    }

    @Test
    void a_pass_is_used_up_by_the_first_try_however_fast_it_fails() {
        var id = new SessionId("fast");
        var requested =
                step(
                        world.lifecycle.decideUnknown(
                                id,
                                new Signal.Requested(
                                        World.origin("fast"), World.OWNER, World.profile(0)),
                                world.clock.instant()));
        var lease = new Operation.Lease("w", world.clock.instant());
        var begun =
                step(
                        world.lifecycle.decide(
                                requested, new Signal.TakenUp(lease), world.clock.instant()));
        var failed =
                step(
                        world.lifecycle.decide(
                                begun,
                                new Signal.CreateFailed(
                                        begun.generation(), 1, Cloud.DOWN, Optional.empty()),
                                world.clock.instant()));
        var now = world.clock.instant();
        var lane =
                LaneState.quiet(new LaneId("e2b", Optional.empty(), LaneId.Operation.CREATE))
                        .alsoLettingIn(requested, now);

        assertThat(lane.lets(requested)).isTrue();
        assertThat(lane.lets(failed)).isFalse();
        assertThat(
                        Turn.decide(
                                        new Turn.Sight(lane, List.of(failed), 0, List.of()),
                                        Limits.DEFAULT,
                                        Budget.Allowance.UNLIMITED,
                                        new Gatekeeper(Limits.DEFAULT.waits()),
                                        now)
                                .next()
                                .letIn())
                .isEqualTo(Map.of());
    }

    private static Session step(Decision decision) {
        return ((Decision.Step) decision).next();
    }
}
