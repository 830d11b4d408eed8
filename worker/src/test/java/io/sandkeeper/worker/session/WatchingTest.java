package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a check of a running sandbox means for its session. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WatchingTest {
    private final Life life = new Life(Policy.DEFAULT, Samples.PROFILE);

    WatchingTest() {
        life.pass(Duration.ofMinutes(5));
    }

    @Test
    void a_sandbox_that_is_gone_while_it_is_used_is_replaced_at_once() {
        life.use();

        see(Health.EXPIRED);

        assertThat(life.session().state()).isInstanceOf(State.Recreating.class);
        assertThat(life.told()).endsWith("HealthChanged", "Lost", "RecreationStarted");
    }

    @Test
    void one_that_nobody_uses_is_lost_until_somebody_does() {
        see(Health.EXPIRED);

        assertThat(life.session().state()).isInstanceOf(State.Lost.class);
    }

    @Test
    void one_that_cannot_run_a_command_is_replaced_and_stays_until_then() {
        var old = life.running().sandbox();

        see(Health.ERROR);

        assertThat(life.session().state()).isInstanceOf(State.Recreating.class);
        assertThat(life.session().state().current()).contains(old);
    }

    /** It may be the network between: nothing is done, and it is told once. */
    @Test
    void one_that_does_not_answer_is_left_alone() {
        see(Health.UNREACHABLE);
        see(Health.UNREACHABLE);

        assertThat(life.session().state()).isInstanceOf(State.Running.class);
        assertThat(life.toldAt(Notice.HealthChanged.class)).hasSize(1);

        see(Health.HEALTHY);
        assertThat(life.last().kind())
                .isEqualTo(
                        new Notice.HealthChanged(
                                Health.HEALTHY, Optional.of(Health.UNREACHABLE), life.now()));
    }

    @Test
    void who_asks_is_answered_also_when_nothing_changed() {
        life.signal(
                new Signal.HealthSeen(
                        life.session().generation(),
                        Health.HEALTHY,
                        life.now(),
                        "a command succeeded",
                        Optional.of(life.origin())));

        assertThat(life.toldAt(Notice.HealthChanged.class)).hasSize(1);
    }

    @Test
    void what_was_seen_before_it_ran_says_nothing() {
        var decision = see(Health.EXPIRED, life.running().since().minusMillis(1));

        assertThat(decision).isEqualTo(new Decision.Ignore(Idle.OUT_OF_DATE));
    }

    @Test
    void another_generation_is_not_meant() {
        var decision =
                life.signal(
                        new Signal.HealthSeen(
                                life.session().generation() + 1,
                                Health.EXPIRED,
                                life.now(),
                                "404",
                                Optional.empty()));

        assertThat(decision).isEqualTo(new Decision.Ignore(Idle.OUT_OF_DATE));
    }

    private void see(Health health) {
        see(health, life.now());
    }

    private Decision see(Health health, Instant at) {
        return life.signal(
                new Signal.HealthSeen(
                        life.session().generation(), health, at, "looked", Optional.empty()));
    }
}
