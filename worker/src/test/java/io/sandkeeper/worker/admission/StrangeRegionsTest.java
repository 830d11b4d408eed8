package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Profile;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.session.Wake;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/** Requests may name any region: what nobody serves has no lanes. */
class StrangeRegionsTest {
    private final Cloud cloud = new Cloud();
    private final World world = new World(1, 2, SeatsTest.places(5), cloud);

    private void request(int which) {
        var profile =
                new Profile(
                        "base",
                        Optional.of("r" + which),
                        0,
                        Duration.ZERO,
                        Wake.MANUAL,
                        Optional.empty(),
                        new SpecId("spec"));
        var id = new SessionId("s" + which);
        var origin = World.origin("request " + which);
        world.any().take(id, new Signal.Requested(origin, World.OWNER, profile));
    }

    @Test
    void leave_nothing_behind_however_many_there_are_and_are_not_held_back() {
        cloud.fails(Cloud.tooFast(Duration.ofHours(1)));

        for (var i = 0; i < 500; i++) {
            request(i);
        }
        world.steps(Duration.ofSeconds(4));

        assertThat(world.lanes.all()).isEmpty();
        assertThat(world.alive())
                .allSatisfy(worker -> assertThat(worker.reception().view()).isEmpty());
        assertThat(world.sessions.all())
                .allSatisfy(
                        one ->
                                assertThat(one.operation().map(Operation::turn).orElse(1))
                                        .as("%s was begun", one.id())
                                        .isPositive());
    }

    @Test
    void that_are_stored_from_another_time_are_left_alone() {
        var old = new LaneId("e2b", Optional.of("gone"), LaneId.Operation.CREATE);
        var stored =
                LaneState.quiet(old)
                        .with(
                                new LaneState.Line(
                                        1, 5, 0, 0, Optional.empty(), world.clock.instant()))
                        .written();
        assertThat(world.lanes.replace(stored, 0)).isTrue();

        world.steps(Duration.ofSeconds(5));

        assertThat(world.lanes.find(old)).contains(stored);
        assertThat(world.any().reception().view()).isEmpty();
        assertThat(world.any().reception().free("e2b/gone/create")).isEmpty();
        assertThat(world.states()).doesNotContainKey(State.Name.QUEUED);
    }
}
