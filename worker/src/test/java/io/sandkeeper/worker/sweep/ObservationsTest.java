package io.sandkeeper.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Errand;
import io.sandkeeper.worker.provider.Fate;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.Weather;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Invented;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a provider did by itself is noticed. */
class ObservationsTest {
    private final Scene scene = new Scene();

    private SandboxId running(String id) {
        var sandbox = scene.make(id, 1);
        scene.running(id, sandbox);
        return sandbox;
    }

    private double observed(String kind) {
        return scene.meters.counter("sandkeeper.observed", "kind", kind).count();
    }

    @Test
    void a_running_session_whose_sandbox_was_paused_is_paused_with_the_cause() {
        var sandbox = running("s");
        scene.cloud.pause(sandbox);

        scene.sweep(1);
        assertThat(scene.state("s")).isInstanceOf(State.Running.class);
        scene.look(1);

        assertThat(scene.state("s"))
                .isInstanceOfSatisfying(
                        State.Paused.class,
                        paused -> {
                            assertThat(paused.cause().kind()).isEqualTo(Cause.Kind.PROVIDER);
                            assertThat(paused.cause().evidence()).contains("by itself");
                        });
        assertThat(observed("paused")).isEqualTo(1);
    }

    @Test
    void a_paused_session_whose_sandbox_was_woken_runs_until_the_provider_would_end_it() {
        var sandbox = scene.make("s", 1);
        scene.cloud.pause(sandbox);
        scene.paused("s", sandbox);
        scene.cloud.connect(sandbox, Duration.ofHours(2));
        var end = scene.clock.instant().plus(Duration.ofHours(2));

        scene.sweep(1);
        scene.look(1);

        assertThat(scene.state("s"))
                .isInstanceOfSatisfying(
                        State.Running.class,
                        running -> assertThat(running.providerEnd()).isEqualTo(end));
        assertThat(observed("running")).isEqualTo(1);
    }

    @Test
    void a_session_whose_sandbox_is_gone_is_lost_after_two_looks_a_second_apart() {
        var sandbox = running("s");
        scene.cloud.lose(sandbox);

        scene.sweep(1);
        scene.look(1);
        assertThat(scene.state("s")).isInstanceOf(State.Running.class);
        scene.look(1);

        assertThat(scene.state("s"))
                .isInstanceOfSatisfying(
                        State.Lost.class,
                        lost -> assertThat(lost.cause().evidence()).contains("by itself"));
        assertThat(observed("gone")).isEqualTo(1);
    }

    @Test
    void a_listing_that_leaves_some_out_loses_nobody() {
        running("s");
        var forgetful =
                scene.sweeper(new UnfilteredListing(scene.provider, _ -> List.<Provider.Seen>of()));

        scene.step(Duration.ofMinutes(1));
        forgetful.sweep();
        for (var i = 0; i < 5; i++) {
            forgetful.look();
        }

        assertThat(scene.provider.errands(Errand.LOOK)).isEqualTo(1);
        assertThat(scene.door.passed()).isEmpty();
    }

    @Test
    void a_look_without_an_answer_concludes_nothing() {
        scene.cloud.lose(running("s"));
        scene.provider.weather(Weather.first(Errand.LOOK, Fate.FINE, Fate.LOST_AFTER));

        scene.sweep(1);
        scene.look(3);
        assertThat(scene.door.passed()).isEmpty();
        scene.sweep(1);
        scene.look(2);

        assertThat(scene.state("s")).isInstanceOf(State.Lost.class);
    }

    @Test
    void a_session_that_changed_since_the_listing_was_begun_is_left_alone() {
        scene.step(Duration.ofMinutes(1));
        var sandbox = scene.make("s", 1);
        scene.cloud.pause(sandbox);
        scene.running("s", sandbox);

        scene.sweeper.sweep();
        scene.sweeper.look();

        assertThat(scene.provider.errands(Errand.LOOK)).isZero();
    }

    @Test
    void a_session_that_changed_since_it_was_doubted_is_left_alone() {
        var sandbox = running("s");
        scene.cloud.pause(sandbox);
        scene.sweep(1);
        var read = scene.read(new SessionId("s"));
        scene.store.write(
                List.of(
                        Sessions.write(
                                read, Sessions.to(read, scene.running(scene.current(sandbox))))));

        scene.look(1);

        assertThat(scene.provider.errands(Errand.LOOK)).isZero();
    }

    @Test
    void a_session_that_is_worked_on_is_left_alone() {
        var sandbox = scene.make("s", 1);
        scene.cloud.pause(sandbox);
        var lease = Optional.of(new Operation.Lease("w", scene.clock.instant()));
        var operation = Records.with(new Invented(1).one(Operation.class), "lease", lease);
        var session = scene.session("s", scene.running(scene.current(sandbox)));
        scene.save(Records.with(session, "operation", Optional.of(operation)));

        scene.sweep(2);
        scene.look(2);

        assertThat(scene.provider.errands(Errand.LOOK)).isZero();
    }

    @Test
    void looks_are_so_many_a_second() {
        IntStream.range(0, 100)
                .mapToObj(i -> "s-" + i)
                .forEach(id -> scene.cloud.pause(running(id)));

        scene.sweep(1);
        scene.look(3);

        assertThat(scene.provider.errands(Errand.LOOK)).isEqualTo(3 * Scene.RULES.looks());
        scene.look(7);
        assertThat(observed("paused")).isEqualTo(100);
    }

    @Test
    void a_listing_that_lost_most_at_once_is_doubted_itself_and_looked_into_slowly() {
        IntStream.range(0, 40).mapToObj(i -> "s-" + i).forEach(this::running);
        var forgetful =
                scene.sweeper(new UnfilteredListing(scene.provider, all -> all.subList(0, 15)));

        scene.step(Duration.ofMinutes(1));
        forgetful.sweep();
        for (var i = 0; i < 5; i++) {
            forgetful.look();
        }

        assertThat(scene.provider.errands(Errand.LOOK)).isEqualTo(5 * Scene.RULES.slowLooks());
        assertThat(scene.door.passed()).isEmpty();
    }

    @Test
    void all_of_thousands_are_compared() {
        for (var i = 0; i < 1_201; i++) {
            var id = "s-%04d".formatted(i);
            var sandbox = running(id);
            if (i % 400 == 0) {
                scene.cloud.lose(sandbox);
            }
        }

        scene.sweep(1);
        scene.look(2);

        assertThat(scene.door.passed()).hasSize(4).allMatch(Signal.Gone.class::isInstance);
    }
}
