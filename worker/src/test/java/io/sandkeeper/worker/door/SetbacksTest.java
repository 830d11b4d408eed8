package io.sandkeeper.worker.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.due.DueWatch;
import io.sandkeeper.worker.due.SteppedDueWatch;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.Remarks;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.SessionStore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sessions that fail again each time their timer fires. */
class SetbacksTest {
    private static final int BAD = 600;
    private static final SessionId HEALTHY = new SessionId("healthy");
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final SteppedClock clock = new SteppedClock();

    @Nested
    class Among_what_is_due {
        private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(1));
        private final FreeHands hands = new FreeHands(clock);
        private final Talk talk = new Talk();
        private final Map<SessionId, Integer> fired = new HashMap<>();
        private final SteppedDoor door =
                new SteppedDoor(
                        2,
                        new Lifecycle(Policy.DEFAULT),
                        store,
                        (before, signal, _) -> {
                            if (signal instanceof Signal.TimerFired) {
                                before.ifPresent(one -> fired.merge(one.id(), 1, Integer::sum));
                            }
                        },
                        clock,
                        Runnable::run);
        private final SteppedDueWatch watch =
                new SteppedDueWatch(
                        new DueWatch(
                                store,
                                new DueWatch.Around(door, door.setbacks(), (_, _) -> {}, talk),
                                () ->
                                        IntStream.range(0, Bucket.COUNT)
                                                .boxed()
                                                .collect(Collectors.toSet()),
                                clock));

        @Test
        void six_hundred_do_not_starve_a_healthy_one_that_is_due_later() {
            door.open(hands, talk, (_, _) -> {});
            badOnes().forEach(this::run);
            clock.step(Duration.ofSeconds(30));
            run(HEALTHY);
            badOnes().forEach(bad -> talk.words(bad, SessionStore.OUTBOX_BYTES));
            clock.step(IDLE);

            for (int i = 0; i < 3; i++) {
                look();
            }

            assertThat(store.kept(HEALTHY).orElseThrow().session().state())
                    .isInstanceOf(State.Pausing.class);
        }

        @Test
        void they_are_tried_less_and_less_and_go_on_as_soon_as_they_can() {
            door.open(hands, talk, (_, _) -> {});
            var bad = badOnes().getFirst();
            run(bad);
            talk.words(bad, SessionStore.OUTBOX_BYTES);
            clock.step(IDLE);

            for (int i = 0; i < 600; i++) {
                look();
            }

            assertThat(fired.get(bad)).as("tries in ten minutes").isBetween(12, 18);

            talk.words(bad, 2);
            for (int i = 0; i < Setbacks.LONGEST.toSeconds() + 1; i++) {
                look();
            }

            assertThat(store.kept(bad).orElseThrow().session().state())
                    .isInstanceOf(State.Pausing.class);
            assertThat(door.setbacks().count()).isZero();
        }

        private void look() {
            watch.look(clock.instant());
            turn();
            clock.step(Duration.ofSeconds(1));
        }

        private void turn() {
            while (!door.isIdle()) {
                door.waiting().forEach(door::turn);
            }
        }

        private static List<SessionId> badOnes() {
            return IntStream.range(0, BAD).mapToObj(n -> new SessionId("bad-" + n)).toList();
        }

        private void run(SessionId id) {
            door.remind(id, requested(id));
            door.remind(id, created(id));
            turn();
            store.published(Map.of(id, 100L));
        }
    }

    @Nested
    class Of_one_session {
        private final SessionId id = new SessionId("s");
        private final Setbacks setbacks = new Setbacks(clock);

        @Test
        void make_it_rest_twice_as_long_each_time_and_never_longer_than_a_minute() {
            for (var pause : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
                setbacks.met(id);
                setbacks.met(id);
                clock.step(Duration.ofSeconds(pause).minusMillis(1));
                assertThat(setbacks.isResting(id)).as("before %d s", pause).isTrue();
                clock.step(Duration.ofMillis(1));
                assertThat(setbacks.isResting(id)).as("after %d s", pause).isFalse();
            }
        }

        @Test
        void for_want_of_room_stay_short() {
            for (var pause : List.of(1, 2, 4, 4)) {
                setbacks.hadNoRoom(id);
                clock.step(Duration.ofSeconds(pause).minusMillis(1));
                assertThat(setbacks.isResting(id)).isTrue();
                clock.step(Duration.ofMillis(1));
                assertThat(setbacks.isResting(id)).isFalse();
            }
        }

        @Test
        void are_forgotten_when_it_was_taken_in() {
            setbacks.met(id);

            setbacks.over(id);

            assertThat(setbacks.isResting(id)).isFalse();
            assertThat(setbacks.count()).isZero();
        }

        @Test
        void are_forgotten_when_very_many_others_have_some() {
            setbacks.met(id);

            IntStream.range(0, Setbacks.MOST)
                    .forEach(n -> setbacks.met(new SessionId("other-" + n)));

            assertThat(setbacks.count()).isEqualTo(Setbacks.MOST);
            assertThat(setbacks.isResting(id)).isFalse();
        }
    }

    private Signal requested(SessionId id) {
        var profile =
                new Profile(
                        "base",
                        Optional.empty(),
                        0,
                        IDLE,
                        Wake.ON_ACTIVITY,
                        Optional.empty(),
                        new SpecId("spec"));
        var origin =
                new Origin(
                        new EventId("e-" + id),
                        "requested",
                        "u",
                        clock.instant(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return new Signal.Requested(origin, new Owner("p", "u", Optional.empty()), profile);
    }

    private Signal created(SessionId id) {
        var sandbox =
                new Sandbox(
                        new SandboxId("box-" + id),
                        1,
                        "base",
                        Optional.empty(),
                        clock.instant(),
                        0);
        return new Signal.Created(1, sandbox, Remarks.NONE);
    }
}
