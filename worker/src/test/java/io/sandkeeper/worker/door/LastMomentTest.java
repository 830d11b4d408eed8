package io.sandkeeper.worker.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.SteppedClock;
import io.sandkeeper.worker.session.EventId;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Owner;
import io.sandkeeper.worker.session.Policy;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.Remarks;
import io.sandkeeper.worker.session.RequestId;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Wake;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionStore.UseFold;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody uses a session in the very moment in which it is paused for not being used. Whoever
 * comes first: in the end it is awake.
 */
@Timeout(120)
class LastMomentTest {
    private static final int ROUNDS = 1_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final SessionId ID = new SessionId("s-1");

    private final SteppedClock clock = new SteppedClock();
    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(30));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Lanes door =
            new Lanes(2, new Lifecycle(Policy.DEFAULT), store, (_, _, _) -> {}, clock);

    @AfterEach
    void close() {
        door.close();
        threads.close();
    }

    @Test
    void use_wins_against_the_pause_timer_however_they_meet() throws Exception {
        door.open(new QuickHands(), new Silent(), (_, _) -> {});
        door.pass(ID, new Signal.Requested(origin("e-0", true), owner(), profile())).join();
        awaitRest();
        var random = new Random(20_261_121);
        int paused = 0;

        for (int round = 1; round <= ROUNDS; round++) {
            clock.step(TIMEOUT);
            var before = session().ledger().sequence();
            var together = new CyclicBarrier(2);
            var user = at(together, random.nextInt(4), useOf("e-" + round));
            var timer =
                    at(together, random.nextInt(4), () -> door.pass(ID, new Signal.TimerFired()));
            CompletableFuture.allOf(user, timer).join();
            awaitRest();

            assertThat(session().state()).as("round %d", round).isInstanceOf(State.Running.class);
            paused += session().ledger().sequence() > before ? 1 : 0;
        }

        assertThat(paused).as("both orders happened").isBetween(1, ROUNDS - 1);
    }

    /** As the intake of activity does it: the use is written, and whoever sleeps is woken. */
    private Step useOf(String event) {
        return () -> {
            store.used(Map.of(ID, new UseFold(clock.instant(), Instant.EPOCH)));
            return session().state() instanceof State.Running
                    ? CompletableFuture.completedFuture(null)
                    : door.pass(ID, new Signal.Used(origin(event, false)));
        };
    }

    @FunctionalInterface
    private interface Step {
        CompletableFuture<Void> take();
    }

    private CompletableFuture<Void> at(CyclicBarrier together, int head, Step step) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        together.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    LockSupport.parkNanos(20_000L * head);
                    step.take().join();
                },
                threads);
    }

    private Session session() {
        return store.load(List.of(ID)).sessions().getFirst();
    }

    /** Until nothing is under way any more. */
    private void awaitRest() {
        while (store.load(List.of(ID)).sessions().stream()
                .allMatch(session -> session.operation().isPresent())) {
            LockSupport.parkNanos(20_000);
        }
    }

    private static Owner owner() {
        return new Owner("p", "u", Optional.empty());
    }

    private static Profile profile() {
        return new Profile(
                "base",
                Optional.empty(),
                0,
                TIMEOUT,
                Wake.ON_ACTIVITY,
                Optional.empty(),
                new SpecId("spec"));
    }

    private Origin origin(String event, boolean asked) {
        return new Origin(
                new EventId(event),
                "any",
                "u",
                clock.instant(),
                asked ? Optional.of(new RequestId(event)) : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The provider does at once what it is asked. */
    private final class QuickHands implements Hands {
        @Override
        public Map<SessionId, Permit> reserve(List<Session> due) {
            var permits = new HashMap<SessionId, Permit>();
            var lease = new Operation.Lease("w", clock.instant());
            due.forEach(session -> permits.put(session.id(), new Permit.Granted(lease)));
            return permits;
        }

        @Override
        public boolean takeUpAgain(Session session) {
            return true;
        }

        @Override
        public void giveBack(Session session) {}

        @Override
        public void begin(Session session) {
            threads.execute(() -> door.insist(ID, outcome(session)));
        }

        private Signal outcome(Session session) {
            var operation = session.operation().orElseThrow();
            return switch (operation.kind()) {
                case CREATE -> new Signal.Created(1, sandbox(), Remarks.NONE);
                case PAUSE -> new Signal.PauseDone(1);
                case RESUME -> new Signal.ResumeDone(1, Optional.empty());
                case ARCHIVE, VERIFY -> throw new IllegalStateException("no copies are kept here");
                case EXTEND -> new Signal.Extended(1, operation.turn(), TIMEOUT.multipliedBy(3));
            };
        }

        private Sandbox sandbox() {
            return new Sandbox(
                    new SandboxId("box"), 1, "base", Optional.empty(), clock.instant(), 0);
        }

        @Override
        public void destroyCondemned(Session session) {}
    }

    private static final class Silent implements Herald {
        @Override
        public List<Publication> word(Session session, List<Notice> notices) {
            return List.of();
        }

        @Override
        public void publish(SessionId session, List<Publication> publications) {}
    }
}
