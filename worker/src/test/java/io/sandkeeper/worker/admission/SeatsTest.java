package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** An account of so many places, for those who are created, wake, or are made anew. */
class SeatsTest {
    private static final int PLACES = 5;

    private final Cloud cloud = new Cloud();
    private final World world = new World(1, 2, places(PLACES), cloud);

    static Limits places(int atOnce) {
        var limits = Limits.DEFAULT;
        return new Limits(
                limits.served(),
                limits.breaker(),
                limits.waits(),
                limits.queue(),
                new Limits.Account(0, atOnce),
                limits.regions(),
                limits.budget());
    }

    /** So many run, and so many sleep. */
    private List<SessionId> sleeping(int count) {
        var all = new ArrayList<SessionId>();
        for (var i = 0; i < count; i++) {
            all.add(world.request(0));
            world.steps(Duration.ofSeconds(3));
            world.pause(all.getLast());
            world.steps(Duration.ofSeconds(3));
        }
        return all;
    }

    private List<SessionId> running(int count) {
        var all = IntStream.range(0, count).mapToObj(_ -> world.request(0)).toList();
        world.steps(Duration.ofSeconds(4));
        return all;
    }

    private State.Name state(SessionId session) {
        return world.session(session).state().name();
    }

    @Nested
    class A_full_account {
        @Test
        void lets_a_wake_wait_and_wakes_it_at_once_when_somebody_falls_asleep() {
            var asleep = sleeping(1).getFirst();
            var awake = running(PLACES);
            var asked = cloud.asked();

            world.wake(asleep);
            world.steps(Duration.ofMinutes(2));
            assertThat(state(asleep)).isEqualTo(State.Name.RESUMING);
            assertThat(cloud.asked()).as("the provider was not asked").isEqualTo(asked);

            world.pause(awake.getFirst());
            world.steps(Duration.ofSeconds(4));

            assertThat(state(asleep)).isEqualTo(State.Name.RUNNING);
        }

        @Test
        void lets_one_that_is_made_anew_wait_as_well() {
            var lost = running(1).getFirst();
            world.lose(lost);
            var awake = running(PLACES);

            world.wake(lost);
            world.steps(Duration.ofMinutes(1));
            assertThat(state(lost)).isEqualTo(State.Name.RECREATING);
            assertThat(world.awake()).isEqualTo(PLACES);

            world.kill(awake.getFirst());
            world.steps(Duration.ofSeconds(4));

            assertThat(state(lost)).isEqualTo(State.Name.RUNNING);
        }

        @Test
        void gives_its_next_place_to_a_wake_before_a_long_queue_of_creations() {
            var asleep = sleeping(1).getFirst();
            var awake = running(PLACES);
            var queue = running(20);

            world.wake(asleep);
            world.steps(Duration.ofSeconds(2));
            world.kill(awake.getFirst());
            world.steps(Duration.ofSeconds(4));
            assertThat(state(asleep)).isEqualTo(State.Name.RUNNING);
            assertThat(queue)
                    .allSatisfy(one -> assertThat(state(one)).isEqualTo(State.Name.QUEUED));

            world.kill(awake.getLast());
            world.steps(Duration.ofSeconds(4));
            assertThat(state(queue.getFirst())).isEqualTo(State.Name.RUNNING);
        }

        @Test
        void wakes_in_the_order_in_which_they_were_asked_for() {
            var asleep = sleeping(3);
            var awake = running(PLACES);
            for (var one : asleep.reversed()) {
                world.wake(one);
                world.steps(Duration.ofSeconds(1));
            }

            for (var one : awake.subList(0, 3)) {
                world.kill(one);
                world.steps(Duration.ofSeconds(4));
            }

            assertThat(world.back).isEqualTo(asleep.reversed());
        }

        @Test
        void leaves_its_place_to_one_that_only_took_a_break() {
            var asleep = sleeping(1).getFirst();
            var awake = running(PLACES);
            world.wake(asleep);
            world.steps(Duration.ofSeconds(2));

            world.pause(awake.getFirst());
            world.wake(awake.getFirst());
            world.steps(Duration.ofSeconds(6));

            assertThat(state(awake.getFirst())).isEqualTo(State.Name.RUNNING);
            assertThat(state(asleep)).isEqualTo(State.Name.RESUMING);
        }

        @Test
        void forgets_a_wake_that_was_called_off() {
            var asleep = sleeping(2);
            var awake = running(PLACES);
            asleep.forEach(world::wake);
            world.steps(Duration.ofSeconds(2));

            world.pause(asleep.getFirst());
            world.kill(awake.getFirst());
            world.steps(Duration.ofSeconds(15));

            assertThat(state(asleep.getFirst())).isEqualTo(State.Name.PAUSED);
            assertThat(state(asleep.getLast())).isEqualTo(State.Name.RUNNING);
            assertThat(world.lanes.all())
                    .allSatisfy(lane -> assertThat(lane.seats().isEmpty()).isTrue());
        }

        @Test
        void tells_a_wake_that_waited_for_an_hour() {
            var asleep = sleeping(1).getFirst();
            running(PLACES);

            world.wake(asleep);
            world.steps(Duration.ofMinutes(61));

            assertThat(state(asleep)).isEqualTo(State.Name.PAUSED);
            assertThat(world.session(asleep).operation()).isEmpty();
        }
    }

    @Nested
    class Free_places {
        @Test
        void are_not_given_twice_to_a_crowd_that_wakes_at_once() {
            var asleep = sleeping(20);

            asleep.forEach(world::wake);
            for (var i = 0; i < 100; i++) {
                world.step();
                assertThat(world.awake()).isLessThanOrEqualTo(PLACES);
            }

            assertThat(world.states())
                    .isEqualTo(Map.of(State.Name.RUNNING, 5L, State.Name.RESUMING, 15L));
            assertThat(world.lanes.all())
                    .as("for gauges and people")
                    .anySatisfy(lane -> assertThat(lane.seats().waiting()).hasSize(15));
        }

        @Test
        void are_taken_by_a_retry_that_has_its_place_already() {
            var asleep = sleeping(1).getFirst();
            cloud.fails(Cloud.DOWN);
            world.wake(asleep);
            world.steps(Duration.ofSeconds(2));
            running(PLACES);
            cloud.fine();

            world.steps(Duration.ofSeconds(15));

            assertThat(state(asleep)).isEqualTo(State.Name.RUNNING);
            assertThat(world.awake()).isLessThanOrEqualTo(PLACES);
        }
    }

    @Nested
    class Room_on_the_list {
        @Test
        void is_bounded_and_keeps_who_came_first() {
            var now = Instant.EPOCH;
            var many =
                    IntStream.range(0, Seats.MOST + 10)
                            .mapToObj(n -> new SessionId("s-%05d".formatted(n)))
                            .toList();

            var seats = Seats.NONE.alsoWaiting(many, now).alsoWaiting(many, now.plusSeconds(1));

            assertThat(seats.waiting()).hasSize(Seats.MOST).containsKey(many.getFirst());
            assertThat(seats.waiting().values()).containsOnly(now);
        }
    }
}
