package io.sandkeeper.sandboxserver.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.sandboxserver.sandbox.FakeMachine.Life;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

@DisplayName("Callers who race for one sandbox")
@Timeout(60)
class RaceTest {
    private static final int ROUNDS = 1_000;
    private static final List<Operation> OPERATIONS =
            List.of(
                    new Operation.Pause(Keep.MEMORY),
                    new Operation.Pause(Keep.FILES),
                    new Operation.Connect(Duration.ofMinutes(1)),
                    new Operation.Connect(Duration.ofMinutes(2)),
                    new Operation.SetTimeout(Duration.ZERO),
                    new Operation.TimeUp(),
                    new Operation.Kill(KillReason.REQUEST));

    @Test
    @DisplayName("leave it in a state that the protocol allows, and leak nothing")
    void race(@TempDir Path folder) throws InterruptedException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            round("seed %d, round %d".formatted(seed, round), random, folder);
        }
    }

    private void round(String where, Random random, Path folder) throws InterruptedException {
        try (var fixture = new Fixture(folder, 1)) {
            Wishes wishes =
                    random.nextBoolean() ? Fixture.KILL_AT_TIMEOUT : Fixture.PAUSE_AT_TIMEOUT;
            Sandbox sandbox = fixture.created(wishes);
            var operations = new ArrayList<Operation>();
            for (int i = 0; i < 6; i++) {
                operations.add(OPERATIONS.get(random.nextInt(OPERATIONS.size())));
            }

            List<Outcome> outcomes = raceAll(fixture, sandbox, operations);

            String described = where + operations + outcomes;
            assertThat(outcomes).as(described).noneMatch(Outcome.Failed.class::isInstance);
            check(described, fixture, sandbox, operations);
        }
    }

    private static List<Outcome> raceAll(
            Fixture fixture, Sandbox sandbox, List<Operation> operations)
            throws InterruptedException {
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        var start = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (Operation operation : operations) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        awaitUninterruptibly(start);
                                        outcomes.add(fixture.perform(sandbox, operation));
                                    }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(outcomes).hasSameSizeAs(operations);
        return outcomes;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void check(
            String where, Fixture fixture, Sandbox sandbox, List<Operation> operations) {
        var shown = sandbox.look().map(Appearance::state);
        boolean killWished = operations.stream().anyMatch(Operation.Kill.class::isInstance);
        if (killWished) {
            assertThat(shown).as(where).isEmpty();
        }
        if (shown.isEmpty()) {
            assertThat(fixture.folders()).as(where).isZero();
            assertThat(fixture.attached).as(where).isEmpty();
            assertThat(fixture.sandboxes.all()).as(where).isEmpty();
            assertThat(fixture.machine.withLife(Life.STOPPED)).as(where).isEqualTo(1);
            assertThat(fixture.happenings.stream().filter("sandbox killed"::equals))
                    .as(where)
                    .hasSize(1);
        } else {
            assertThat(fixture.folders()).as(where).isEqualTo(1);
        }
        boolean runs = shown.equals(Optional.of(Appearance.Shown.RUNNING));
        assertThat(fixture.machine.withLife(Life.ALIVE)).as(where).isEqualTo(runs ? 1 : 0);
        assertThat(fixture.sandboxes.running()).as(where).isEqualTo(runs ? 1 : 0);
    }
}
