package io.sandkeeper.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.provider.Errand;
import io.sandkeeper.worker.provider.Fate;
import io.sandkeeper.worker.session.Cause;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Incarnation;
import io.sandkeeper.worker.session.Replacement;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A sandbox that the provider did not have, and has again. */
class ReturnsTest {
    private static final SessionId ID = new SessionId("s");

    private final Scene scene = new Scene();
    private final SandboxId sandbox = scene.make("s", 1);

    ReturnsTest() {
        scene.running("s", sandbox);
    }

    /** The provider says so until the session believes it. */
    private void lost() {
        scene.cloud.lose(sandbox);
        scene.sweep(1);
        scene.look(5);
        assertThat(scene.state("s")).isInstanceOf(State.Lost.class);
    }

    private void back() {
        scene.cloud.restore(sandbox);
        scene.sweep(1);
        scene.look(2);
    }

    @Test
    void goes_on_running_with_its_end_and_a_cause() {
        lost();
        back();

        assertThat(scene.state("s"))
                .isInstanceOfSatisfying(
                        State.Running.class,
                        running -> {
                            assertThat(running.sandbox().id()).isEqualTo(sandbox);
                            assertThat(running.sandbox().generation()).isOne();
                            assertThat(running.providerEnd())
                                    .isEqualTo(scene.cloud.live().getFirst().endAt());
                        });
        assertThat(scene.meters.counter("sandkeeper.observed", "kind", "reappeared").count())
                .isOne();
        scene.sweep(3);
        scene.look(3);
        assertThat(scene.lives(sandbox)).isTrue();
        assertThat(scene.state("s")).isInstanceOf(State.Running.class);
    }

    @Test
    void goes_on_sleeping_when_it_was_paused_meanwhile() {
        lost();
        scene.cloud.restore(sandbox);
        scene.cloud.pause(sandbox);
        scene.sweep(1);
        scene.look(2);

        assertThat(scene.state("s"))
                .isInstanceOfSatisfying(
                        State.Paused.class,
                        paused -> {
                            assertThat(paused.sandbox().id()).isEqualTo(sandbox);
                            assertThat(paused.cause().kind()).isEqualTo(Cause.Kind.PROVIDER);
                        });
    }

    @Test
    void is_a_stray_when_the_session_was_made_anew() {
        lost();
        var session = scene.read(ID);
        var lostAgain =
                new State.Lost(
                        session.state().since(),
                        Sessions.because("404"),
                        Optional.of(
                                new Replacement.Place(
                                        new SandboxId("the second"), Optional.empty())));
        var second = Records.with(Records.with(session, "generation", 2L), "state", lostAgain);
        scene.store.write(List.of(Sessions.write(session, second)));
        scene.cloud.restore(sandbox);

        scene.step(Scene.RULES.grace());
        scene.sweep(2);
        scene.look(2);

        assertThat(scene.state("s")).isInstanceOf(State.Lost.class);
        assertThat(scene.read(ID).condemned())
                .extracting(one -> one.sandbox().orElseThrow())
                .containsExactly(sandbox);
    }

    @Test
    void is_not_believed_before_a_look_finds_it() {
        lost();
        scene.cloud.restore(sandbox);
        scene.provider.weather(errand -> errand == Errand.LOOK ? Fate.REFUSED : Fate.FINE);
        scene.sweep(1);
        scene.look(3);
        assertThat(scene.state("s")).isInstanceOf(State.Lost.class);

        scene.provider.weather(_ -> Fate.FINE);
        scene.sweep(1);
        scene.look(1);

        assertThat(scene.state("s")).isInstanceOf(State.Running.class);
    }

    @Test
    void is_not_taken_back_while_another_one_says_that_it_is_the_one() {
        lost();
        var twin = scene.make("s", 1);
        back();
        assertThat(scene.state("s")).isInstanceOf(State.Lost.class);
        assertThat(scene.lives(twin)).isTrue();

        scene.cloud.lose(twin);
        scene.sweep(1);
        scene.look(2);

        assertThat(scene.state("s")).isInstanceOf(State.Running.class);
    }

    @Test
    void is_not_taken_back_when_it_was_condemned() {
        lost();
        var session = scene.read(ID);
        var condemned =
                new Condemned(
                        new Incarnation(ID, 1),
                        Optional.of(sandbox),
                        scene.clock.instant(),
                        scene.clock.instant().plus(Duration.ofHours(1)),
                        0,
                        0);
        scene.store.write(
                List.of(
                        Sessions.write(
                                session, Records.with(session, "condemned", List.of(condemned)))));

        back();

        assertThat(scene.state("s")).isInstanceOf(State.Lost.class);
    }
}
