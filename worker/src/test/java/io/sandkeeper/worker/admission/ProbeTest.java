package io.sandkeeper.worker.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The one that is let through to see whether a provider works again did not choose that. */
class ProbeTest {
    private final Cloud cloud = new Cloud();
    private final World world = new World(3, 2, Limits.DEFAULT, cloud);

    /** The breaker is open, and nobody waits. */
    private void broken() {
        cloud.fails(Cloud.DOWN);
        var first = Stream.generate(() -> world.request(0)).limit(12).toList();
        world.steps(Duration.ofSeconds(5));
        first.forEach(world::kill);
        world.steps(Duration.ofSeconds(2));
    }

    private State.Queued queued(SessionId session) {
        return (State.Queued) world.session(session).state();
    }

    @Test
    void loses_no_attempt_however_often_it_fails_and_keeps_its_place() {
        broken();
        var only = world.request(0);
        var asked = cloud.asked();
        var ticket = queued(only).ticket();

        world.steps(Duration.ofMinutes(20));

        assertThat(cloud.asked() - asked).as("it was the probe").isBetween(15, 21);
        assertThat(queued(only).ticket()).isPresent().isEqualTo(ticket);
        assertThat(world.session(only).operation().map(Operation::attempt)).contains(1);

        cloud.fine();
        world.steps(Duration.ofSeconds(70));

        assertThat(world.session(only).state()).isInstanceOf(State.Running.class);
    }

    @Test
    void is_not_waited_with_longer_than_a_queue_may_be_old() {
        broken();
        var only = world.request(0);

        world.steps(Duration.ofMinutes(61));

        assertThat(world.session(only).state()).isInstanceOf(State.Failed.class);
    }

    @Test
    void is_another_one_the_next_time_so_that_one_alone_does_not_keep_the_gate_shut() {
        broken();
        var poison = world.request(0);
        var others = List.of(world.request(0), world.request(0));
        cloud.fails(
                session ->
                        session.id().equals(poison) ? Optional.of(Cloud.DOWN) : Optional.empty());

        world.steps(Duration.ofMinutes(4));

        assertThat(others)
                .allSatisfy(
                        one ->
                                assertThat(world.session(one).state())
                                        .isInstanceOf(State.Running.class));
    }

    @Test
    void loses_no_attempt_when_it_is_a_wake() {
        var sleeping = Stream.generate(() -> world.request(0)).limit(12).toList();
        world.steps(Duration.ofSeconds(5));
        sleeping.forEach(world::pause);
        world.steps(Duration.ofSeconds(5));
        cloud.fails(Cloud.DOWN);

        sleeping.forEach(world::wake);
        world.steps(Duration.ofMinutes(30));

        assertThat(world.states()).isEqualTo(Map.of(State.Name.RESUMING, 12L));

        cloud.fine();
        world.steps(Duration.ofMinutes(2));

        assertThat(world.states()).isEqualTo(Map.of(State.Name.RUNNING, 12L));
    }
}
