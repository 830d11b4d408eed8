package io.sandkeeper.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.operation.RealHands;
import io.sandkeeper.worker.provider.Errand;
import io.sandkeeper.worker.provider.Fate;
import io.sandkeeper.worker.provider.Gate;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.Weather;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Seeded stories: sessions are requested, paused, woken and killed; answers are lost, sandboxes
 * appear late, workers die, the provider pauses, wakes and loses sandboxes by itself; and the
 * sweeper comes at any moment, also in the middle of an operation and of a listing. It never kills
 * what a session owns, and at the end there is no stray. A failure names its seed.
 */
class SweepStoriesTest {
    private static final int STORIES = 60;
    private static final int STEPS = 200;
    private static final int SESSIONS = 4;

    @Test
    void end_without_a_stray_and_without_a_sandbox_that_was_taken_from_its_session() {
        int strays = 0;
        int observed = 0;
        for (long seed = 0; seed < STORIES; seed++) {
            var story = new Story(seed);

            story.live();
            story.comeToRest();

            assertThat(story.livingOfOurs())
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(story.owned());
            assertThat(story.scene.cloud.live())
                    .as("seed %d: other fleets' are untouched", seed)
                    .extracting(Provider.Seen::sandbox)
                    .containsAll(story.foreign);
            story.agreeWithTheCloud();
            strays += (int) story.scene.count("sandkeeper.strays.killed");
            observed +=
                    (int) story.scene.door.passed().stream().filter(Story::isObservation).count();
        }
        assertThat(strays).as("there was something to sweep").isGreaterThan(STORIES / 4);
        assertThat(observed).as("there was something to notice").isGreaterThan(STORIES / 2);
    }

    private static final class Story {
        private final long seed;
        private final Random random;
        private final Scene scene = new Scene();
        private final RealHands hands;
        private final Sweeper sweeper;
        private final Deque<Runnable> outcomes = new ArrayDeque<>();
        private final Set<SandboxId> foreign = new HashSet<>();
        private final Set<SandboxId> lost = new HashSet<>();
        private boolean calm;
        private boolean within;
        private int events;

        Story(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.hands = new RealHands(scene.provider, Scene.FLEET, scene.clock);
            this.sweeper = scene.sweeper(new UnfilteredListing(scene.provider, this::torn));
            var stormy = Weather.seeded(seed, 25);
            scene.provider.weather(errand -> calm ? Fate.FINE : stormy.next(errand));
            scene.provider.gate(new Meanwhile());
        }

        /** While a listing travels, life goes on. */
        private final class Meanwhile implements Gate {
            @Override
            public void before(Errand errand) {}

            @Override
            public void after(Errand errand) {
                if (errand == Errand.FIND && !calm && !within) {
                    within = true;
                    for (var left = random.nextInt(4); left > 0; left--) {
                        happen();
                    }
                    within = false;
                }
            }
        }

        /** Pages that were read while sandboxes came and went leave some of them out. */
        private List<Provider.Seen> torn(List<Provider.Seen> all) {
            return calm ? all : all.stream().filter(_ -> random.nextInt(12) != 0).toList();
        }

        private static Profile profile() {
            return new Profile(
                    "base",
                    Optional.empty(),
                    0,
                    Duration.ofMinutes(10),
                    Wake.MANUAL,
                    Optional.empty(),
                    new SpecId("spec"));
        }

        void live() {
            for (var step = 0; step < STEPS; step++) {
                happen();
                if (random.nextInt(8) == 0) {
                    sweep();
                }
                look();
                check();
            }
        }

        /** No more wishes, no more trouble. */
        void comeToRest() {
            calm = true;
            scene.provider.landLatecomers();
            for (var minute = 0; minute < 25; minute++) {
                scene.store.all().forEach(one -> pass(one.id(), new Signal.TimerFired()));
                for (var i = 0; i < 6; i++) {
                    scene.step(Duration.ofSeconds(10));
                    look();
                    work();
                    outcomesAll();
                    scene.store.all().stream()
                            .filter(one -> one.state() instanceof State.Lost)
                            .forEach(one -> pass(one.id(), new Signal.RetryRequested(origin())));
                }
                sweep();
                check();
            }
        }

        private void happen() {
            scene.step(Duration.ofSeconds(random.nextInt(25)));
            switch (random.nextInt(12)) {
                case 0 -> wish();
                case 1 -> providersOwn();
                case 2 -> scene.store.all().forEach(one -> pass(one.id(), new Signal.TimerFired()));
                case 3, 4 -> outcome();
                case 5 -> foreign.add(scene.make(Scene.marks("staging", session().value(), 1)));
                case 6 -> storeTrouble();
                case 7 -> comeLate();
                default -> work();
            }
        }

        private void storeTrouble() {
            if (!within && random.nextInt(3) == 0) {
                scene.store.loseNextAnswer();
            }
        }

        /** A call of which nobody heard any more made a sandbox, now or long after. */
        private void comeLate() {
            var forgotten = random.nextInt(3) == 0;
            scene.make(
                    forgotten ? "forgotten-" + random.nextInt(100) : session().value(),
                    1 + random.nextInt(3));
        }

        private SessionId session() {
            return new SessionId("s-" + random.nextInt(SESSIONS));
        }

        private void wish() {
            var origin = origin();
            pass(
                    session(),
                    switch (random.nextInt(8)) {
                        case 0 -> new Signal.KillRequested(origin);
                        case 1, 2 -> new Signal.PauseRequested(origin);
                        case 3 -> new Signal.ResumeRequested(origin);
                        case 4 -> new Signal.RetryRequested(origin);
                        default ->
                                new Signal.Requested(
                                        origin, new Owner("p", "u", Optional.empty()), profile());
                    });
        }

        private Origin origin() {
            var name = "e-" + events++;
            return new Origin(
                    new EventId(name),
                    name,
                    "u",
                    scene.clock.instant(),
                    Optional.of(new RequestId(name)),
                    Optional.empty(),
                    Optional.empty());
        }

        private void providersOwn() {
            var all = livingOfOurs();
            if (all.isEmpty()) {
                return;
            }
            var one = all.get(random.nextInt(all.size()));
            switch (random.nextInt(5)) {
                case 0 -> {
                    lost.add(one);
                    scene.cloud.lose(one);
                }
                case 4 -> lost.forEach(scene.cloud::restore);
                case 1 -> scene.cloud.connect(one, Duration.ofHours(1));
                default -> scene.cloud.pause(one);
            }
        }

        /** What is due is taken up; what comes of it is told later, or never. */
        private void work() {
            var now = scene.clock.instant();
            for (var session : scene.store.all()) {
                session.operation()
                        .filter(one -> one.lease().isEmpty() && !one.dueAt().isAfter(now))
                        .ifPresent(_ -> operate(session.id()));
                session.condemned().stream()
                        .filter(
                                one ->
                                        !one.dueAt().isAfter(now)
                                                && (calm || random.nextInt(4) == 0))
                        .forEach(
                                one ->
                                        hands.destroy(session, one)
                                                .forEach(signal -> pass(session.id(), signal)));
            }
        }

        private void operate(SessionId id) {
            var worker = "w-" + random.nextInt(1_000_000);
            pass(id, new Signal.TakenUp(new Operation.Lease(worker, scene.clock.instant())));
            var leased = scene.store.kept(id).orElseThrow().session();
            var mine =
                    leased.operation()
                            .flatMap(Operation::lease)
                            .filter(lease -> lease.worker().equals(worker));
            if (mine.isEmpty()) {
                return;
            }
            var signals = hands.report(leased);
            if (!calm && random.nextInt(6) == 0) {
                outcomes.add(() -> pass(id, new Signal.LeaseLost(worker)));
            } else {
                outcomes.add(() -> signals.forEach(signal -> pass(id, signal)));
            }
        }

        private void outcome() {
            Optional.ofNullable(outcomes.poll()).ifPresent(Runnable::run);
        }

        private void outcomesAll() {
            while (!outcomes.isEmpty()) {
                outcome();
            }
        }

        /** As workers do: until the store takes it. */
        private void pass(SessionId id, Signal signal) {
            while (scene.door.pass(id, signal).isCompletedExceptionally()) {
                scene.step(Duration.ofMillis(500));
            }
        }

        private void sweep() {
            guarded(sweeper::sweep);
        }

        private void look() {
            guarded(sweeper::look);
        }

        private static void guarded(Runnable work) {
            try {
                work.run();
            } catch (StoreUnavailable _) {
                // It is tried again, as the sweeper's own timer does.
            }
        }

        List<SandboxId> livingOfOurs() {
            return scene.cloud.live().stream()
                    .map(Provider.Seen::sandbox)
                    .filter(one -> !foreign.contains(one))
                    .toList();
        }

        List<SandboxId> owned() {
            return scene.store.all().stream()
                    .flatMap(session -> session.state().current().stream())
                    .map(Sandbox::id)
                    .toList();
        }

        /** What a session uses, and the provider did not lose, lives. */
        private void check() {
            var living = scene.cloud.live().stream().map(Provider.Seen::sandbox).collect(toSet());
            var taken = new ArrayList<>(owned());
            taken.removeAll(living);
            taken.removeAll(lost);
            assertThat(taken).as("seed %d: owned, and not alive", seed).isEmpty();
        }

        void agreeWithTheCloud() {
            for (var session : scene.store.all()) {
                var state = session.state();
                assertThat(state)
                        .as("seed %d: %s is not woken for ever", seed, session.id())
                        .isNotInstanceOf(State.Resuming.class);
                state.current()
                        .filter(_ -> session.operation().isEmpty())
                        .ifPresent(
                                one ->
                                        assertThat(state.name().name())
                                                .as("seed %d: %s", seed, session.id())
                                                .isEqualTo(condition(one.id())));
                assertThat(session.condemned()).as("seed %d", seed).isEmpty();
            }
        }

        private String condition(SandboxId sandbox) {
            return scene.cloud.live().stream()
                    .filter(seen -> seen.sandbox().equals(sandbox))
                    .map(seen -> seen.condition().name())
                    .findFirst()
                    .orElse("GONE");
        }

        static boolean isObservation(Signal signal) {
            return signal instanceof Signal.FoundPaused
                    || signal instanceof Signal.FoundRunning
                    || signal instanceof Signal.Gone
                    || signal instanceof Signal.Reappeared;
        }
    }
}
