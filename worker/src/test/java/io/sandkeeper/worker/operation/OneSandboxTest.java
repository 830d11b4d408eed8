package io.sandkeeper.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.FakeProvider;
import io.sandkeeper.worker.provider.Fate;
import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.provider.Weather;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Wake;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Seeded stories of a session at a cloud that loses answers, refuses, throttles and makes zombies,
 * with workers that die between any two steps. At the end there is one live sandbox, or none. A
 * failure names its seed.
 */
class OneSandboxTest {
    private static final int STORIES = 400;
    private static final int STEPS = 600;

    @Test
    void a_request_ends_in_exactly_one_live_sandbox_or_in_a_failure_that_leaves_none() {
        int running = 0;
        for (long seed = 0; seed < STORIES; seed++) {
            var story = new Story(seed);

            story.run();

            running += story.session.state() instanceof State.Running ? 1 : 0;
            assertThat(story.session.condemned()).as("seed %d", seed).isEmpty();
            assertThat(story.session.state())
                    .as("seed %d", seed)
                    .isInstanceOfAny(State.Running.class, State.Failed.class);
            assertThat(story.cloud.live())
                    .as("seed %d: %s", seed, story.session.state())
                    .hasSize(story.session.state() instanceof State.Running ? 1 : 0);
        }
        assertThat(running).as("most stories end well").isGreaterThan(STORIES * 3 / 4);
    }

    @Test
    void a_kill_at_any_moment_leaves_no_sandbox() {
        for (long seed = 0; seed < STORIES; seed++) {
            var story = new Story(seed);

            story.steps((int) (seed % 12));
            story.decide(new Signal.KillRequested(origin("kill")));
            story.run();

            assertThat(story.session.state()).as("seed %d", seed).isInstanceOf(State.Killed.class);
            assertThat(story.cloud.live()).as("seed %d", seed).isEmpty();
        }
    }

    private static Origin origin(String name) {
        return new Origin(
                new EventId(name),
                name,
                "u",
                new SteppedClock().instant(),
                Optional.of(new RequestId(name)),
                Optional.empty(),
                Optional.empty());
    }

    private static final class Story {
        private final Random random;
        private final SteppedClock clock = new SteppedClock();
        private final FakeCloud cloud = new FakeCloud(clock);
        private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);
        private final RealHands hands;
        private Session session;
        private int workers = 1;

        Story(long seed) {
            this.random = new Random(seed);
            var stormy = Weather.seeded(seed, 30);
            // What comes late, after everybody looked, is the sweeper's to find.
            Weather weather =
                    errand -> {
                        var fate = stormy.next(errand);
                        return fate == Fate.LATE ? Fate.LOST_AFTER : fate;
                    };
            var provider = new FakeProvider(cloud).weather(weather);
            this.hands = new RealHands(provider, "fleet", clock);
            var id = new SessionId("s-" + seed);
            var profile =
                    new Profile(
                            "base",
                            Optional.empty(),
                            0,
                            Duration.ZERO,
                            Wake.MANUAL,
                            Optional.empty(),
                            new SpecId("spec"));
            var request =
                    new Signal.Requested(
                            origin("request"), new Owner("p", "u", Optional.empty()), profile);
            this.session =
                    ((Decision.Step) lifecycle.decideUnknown(id, request, clock.instant())).next();
        }

        void run() {
            steps(STEPS);
        }

        void steps(int count) {
            for (int step = 0; step < count; step++) {
                clock.step(Duration.ofSeconds(1));
                operate();
                destroy();
            }
        }

        private void operate() {
            var due =
                    session.operation()
                            .filter(one -> one.lease().isEmpty())
                            .filter(one -> !one.dueAt().isAfter(clock.instant()));
            if (due.isEmpty()) {
                return;
            }
            decide(new Signal.TakenUp(new Operation.Lease("w-" + workers, clock.instant())));
            var outcomes = hands.run(session, session.operation().orElseThrow());
            if (random.nextInt(6) == 0) {
                // The worker dies before it can tell; another one notices.
                decide(new Signal.LeaseLost("w-" + workers++));
            } else {
                outcomes.forEach(this::decide);
            }
        }

        private void destroy() {
            var now = clock.instant();
            for (var one : List.copyOf(session.condemned())) {
                if (!one.dueAt().isAfter(now) && random.nextInt(6) != 0) {
                    hands.destroy(session, one).forEach(this::decide);
                }
            }
        }

        private void decide(Signal signal) {
            switch (lifecycle.decide(session, signal, clock.instant())) {
                case Decision.Step(var next, _) -> session = next;
                case Decision.Refuse(var next, _, _) -> session = next;
                case Decision.Ignore _ -> {}
            }
        }
    }
}
