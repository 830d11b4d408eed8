package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** 100 calls a minute, and many more who want to call. */
class BudgetTest {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long CALLS = 100;

    private final Cloud cloud = new Cloud();

    private World world(int workers, LaneId.Operation operation) {
        var limits = Limits.DEFAULT;
        var world =
                new World(
                        9,
                        workers,
                        new Limits(
                                limits.served(),
                                limits.breaker(),
                                limits.waits(),
                                limits.queue(),
                                limits.byDefault(),
                                limits.regions(),
                                new Limits.Budget(WINDOW, Map.of(operation, CALLS))),
                        cloud);
        world.steps(Duration.ofSeconds(2));
        return world;
    }

    private static long used(World world, Instant window) {
        return world.lanes.spent(window).values().stream().mapToLong(used -> used).sum();
    }

    /** Until the current window's end. */
    private static Duration rest(World world) {
        var into = world.clock.instant().toEpochMilli() % WINDOW.toMillis();
        return WINDOW.minusMillis(into);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void holds_a_burst_of_1000_requests_within_one_step(int workers) {
        var world = world(workers, LaneId.Operation.CREATE);

        IntStream.range(0, 1_000).forEach(_ -> world.request(0));
        var window = world.clock.instant().truncatedTo(ChronoUnit.MINUTES);
        world.steps(Duration.ofSeconds(2));
        assertThat(used(world, window)).as("at once").isLessThanOrEqualTo(90);
        world.steps(rest(world).minus(World.STEP));

        assertThat(used(world, window)).as("slowed down, not stopped").isBetween(90L, CALLS);
    }

    @Test
    void goes_on_in_the_next_window_and_holds_there_as_well() {
        var world = world(2, LaneId.Operation.CREATE);
        IntStream.range(0, 250).forEach(_ -> world.request(0));
        world.steps(rest(world));
        var window = world.clock.instant().truncatedTo(ChronoUnit.MINUTES);

        world.steps(WINDOW.minus(World.STEP));

        assertThat(used(world, window)).isBetween(80L, CALLS);
    }

    @Test
    void holds_a_crowd_that_wakes_at_once() {
        var world = world(2, LaneId.Operation.RESUME);
        var all = IntStream.range(0, 300).mapToObj(_ -> world.request(0)).toList();
        world.steps(Duration.ofSeconds(4));
        all.forEach(world::pause);
        world.steps(Duration.ofSeconds(4));

        all.forEach(world::wake);

        assertThat(world.back).as("at once").hasSizeLessThanOrEqualTo((int) CALLS);
        assertThat(world.session(all.getLast()).state()).isInstanceOf(State.Resuming.class);
        assertThat(world.session(all.getLast()).operation().filter(one -> one.lease().isPresent()))
                .isEqualTo(Optional.empty());
    }
}
