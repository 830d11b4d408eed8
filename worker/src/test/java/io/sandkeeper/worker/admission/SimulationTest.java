package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;

/**
 * Seeded stories of several workers with outages, limits and crashes at any moment. After every
 * step nobody was overtaken (the world sees to that), and no limit was broken; in the end nobody is
 * stuck. A failure names its seed.
 */
class SimulationTest {
    private static final int STORIES = 6;

    private static Limits account(double perSecond, int atOnce) {
        var limits = Limits.DEFAULT;
        return new Limits(
                limits.served(),
                limits.breaker(),
                limits.waits(),
                limits.queue(),
                new Limits.Account(perSecond, atOnce),
                limits.regions(),
                limits.budget());
    }

    /** A worker ends in its turn, between a write and what it meant to do then. */
    private static void crashesNowAndThen(World world) {
        world.beforeEachTurn(
                worker -> {
                    if (world.alive().size() > 1 && world.random.nextInt(150) == 0) {
                        world.lanes.afterNextReplace(
                                () -> {
                                    world.hire();
                                    throw new Worker.Crash();
                                });
                    }
                });
    }

    @Test
    void an_outage_with_crashes_ends_with_a_sandbox_for_everybody() {
        for (long seed = 0; seed < STORIES; seed++) {
            var cloud = new Cloud();
            var world = new World(seed, 3, Limits.DEFAULT, cloud);
            crashesNowAndThen(world);
            try {
                for (var second = 0; second < 90; second++) {
                    if (second == 10) {
                        cloud.fails(Cloud.DOWN);
                    } else if (second == 50) {
                        cloud.fine();
                    }
                    for (var i = world.random.nextInt(4); i > 0; i--) {
                        world.request(world.random.nextInt(3) - 1);
                    }
                    world.steps(Duration.ofSeconds(1));
                }
                for (var left = 0; left < 240 && !allRun(world); left++) {
                    world.steps(Duration.ofSeconds(1));
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }

            assertThat(world.states()).as("seed %d", seed).containsOnlyKeys(State.Name.RUNNING);
            assertThat(world.begun)
                    .as("seed %d: somebody waited", seed)
                    .anyMatch(one -> one.ticket().isPresent());
        }
    }

    @Test
    void an_account_s_limits_are_kept_by_all_workers_together() {
        for (long seed = 0; seed < STORIES; seed++) {
            var cloud = new Cloud();
            var world = new World(seed, 3, account(5, 20), cloud);
            crashesNowAndThen(world);
            try {
                for (var step = 0; step < 900; step++) {
                    if (step < 400 && step % 5 == 0) {
                        world.request(world.random.nextInt(3) - 1);
                    }
                    killsNowAndThen(world);
                    sleepsAndWakesNowAndThen(world);
                    world.step();
                    assertThat(world.awake()).isLessThanOrEqualTo(20);
                }
                for (var left = 0; left < 80 && waits(world); left++) {
                    killsNowAndThen(world);
                    world.steps(Duration.ofSeconds(5));
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }

            assertThat(waits(world)).as("seed %d: somebody is stuck", seed).isFalse();
            assertThat(world.begun).as("seed %d", seed).hasSizeGreaterThan(40);
            assertThat(world.back).as("seed %d: came back", seed).hasSizeGreaterThan(10);
            assertThat(fastest(world))
                    .as("seed %d: begun within a second", seed)
                    .isLessThanOrEqualTo(6);
            assertThat(cloud.asked()).as("seed %d", seed).isGreaterThan(40);
        }
    }

    private static boolean allRun(World world) {
        return world.states().keySet().equals(Set.of(State.Name.RUNNING));
    }

    private static boolean waits(World world) {
        return world.states().containsKey(State.Name.QUEUED)
                || world.states().containsKey(State.Name.RESUMING)
                || world.states().containsKey(State.Name.RECREATING);
    }

    private static void killsNowAndThen(World world) {
        if (world.random.nextInt(6) == 0) {
            world.sessions.all().stream()
                    .filter(one -> one.state() instanceof State.Running)
                    .findFirst()
                    .ifPresent(one -> world.kill(one.id()));
        }
    }

    /** What sleeps is woken, or is lost and made anew; who runs falls asleep. */
    private static void sleepsAndWakesNowAndThen(World world) {
        var all = world.sessions.all();
        if (all.isEmpty() || world.random.nextInt(3) != 0) {
            return;
        }
        var one = all.get(world.random.nextInt(all.size()));
        switch (one.state().name()) {
            case RUNNING -> world.pause(one.id());
            case PAUSED -> {
                if (world.random.nextInt(4) == 0) {
                    world.lose(one.id());
                } else {
                    world.wake(one.id());
                }
            }
            case LOST -> world.wake(one.id());
            case QUEUED, CREATING, PAUSING, RESUMING, RECREATING -> {}
            case KILLING, KILLED, EXPIRED, FAILED -> {}
        }
    }

    /** The most that began within any one second. */
    private static int fastest(World world) {
        var most = 0;
        for (var from : world.begun) {
            var until = from.at().plusSeconds(1);
            var count =
                    world.begun.stream()
                            .filter(one -> !one.at().isBefore(from.at()))
                            .filter(one -> one.at().isBefore(until))
                            .count();
            most = Math.max(most, (int) count);
        }
        return most;
    }
}
