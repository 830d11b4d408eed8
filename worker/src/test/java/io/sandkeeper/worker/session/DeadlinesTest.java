package io.sandkeeper.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Three deadlines that are never mixed: idle, the provider's, and the end of life. */
class DeadlinesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Life life(Duration autoPause) {
        return new Life(Policy.DEFAULT, Samples.PROFILE.with(pausing(autoPause)));
    }

    private static Settings pausing(Duration autoPause) {
        return new Settings(Optional.of(autoPause), Optional.empty());
    }

    @Nested
    class An_unused_session {
        @Test
        void is_warned_two_minutes_before_and_paused_at_its_time() {
            var life = life(Duration.ofMinutes(10));
            var began = life.now();

            life.pass(Duration.ofHours(1));

            assertThat(life.toldAt(Notice.PauseWarning.class))
                    .containsExactly(began.plus(Duration.ofMinutes(8)));
            assertThat(life.toldAt(Notice.Paused.class))
                    .containsExactly(began.plus(Duration.ofMinutes(10)));
            assertThat(life.session().state()).isInstanceOf(State.Paused.class);
        }

        @Test
        void is_not_warned_when_its_timeout_is_shorter_than_a_warning() {
            var life = life(MINUTE);

            life.pass(Duration.ofMinutes(5));

            assertThat(life.told())
                    .containsExactly("Queued", "Creating", "Ready", "Pausing", "Paused");
        }

        @Test
        void has_its_provider_end_left_alone() {
            var life = life(Duration.ofMinutes(10));
            var end = life.running().providerEnd();

            life.pass(Duration.ofMinutes(9));

            assertThat(life.running().providerEnd()).isEqualTo(end);
        }

        @Test
        void stays_awake_for_ever_when_its_owner_said_so() {
            var life = life(Duration.ZERO);

            life.pass(Duration.ofHours(20));

            assertThat(life.session().state()).isInstanceOf(State.Running.class);
            assertThat(life.toldAt(Notice.Pausing.class)).isEmpty();
        }
    }

    @Nested
    class A_session_that_is_used {
        @Test
        void in_the_last_moment_is_not_paused_and_is_warned_of_the_new_time() {
            var life = life(Duration.ofMinutes(10));
            var began = life.now();

            life.pass(Duration.ofMinutes(10).minusMillis(1));
            life.use();
            life.pass(Duration.ofMinutes(10).minusMillis(1));

            assertThat(life.session().state()).isInstanceOf(State.Running.class);
            assertThat(life.toldAt(Notice.PauseWarning.class))
                    .containsExactly(
                            began.plus(Duration.ofMinutes(8)),
                            began.plus(Duration.ofMinutes(18)).minusMillis(1));

            life.pass(Duration.ofMillis(1));

            assertThat(life.session().state()).isInstanceOf(State.Paused.class);
        }

        @Test
        void by_an_agent_that_thinks_is_awake_until_its_lease_is_over() {
            var life = life(Duration.ofMinutes(10));
            var began = life.now();

            life.busy(Duration.ofMinutes(45));
            life.pass(Duration.ofMinutes(44));
            assertThat(life.session().state()).isInstanceOf(State.Running.class);
            life.pass(Duration.ofMinutes(2));

            assertThat(life.toldAt(Notice.Paused.class))
                    .containsExactly(began.plus(Duration.ofMinutes(45)));
        }

        @Test
        void is_never_ended_by_the_provider_before_it_is_paused_by_us() {
            for (int seed = 0; seed < 1_000; seed++) {
                var random = new Random(seed);
                var life = life(Duration.ofMinutes(random.nextInt(90)));
                for (int step = 0; step < 60; step++) {
                    life.pass(Duration.ofSeconds(random.nextInt(1_200)));
                    if (life.session().state() instanceof State.Running running) {
                        assertThat(running.providerEnd())
                                .as("seed %d, step %d", seed, step)
                                .isAfterOrEqualTo(life.now().plus(Lifespan.DEFAULT.safety()));
                        if (random.nextBoolean()) {
                            life.use();
                        } else if (random.nextInt(6) == 0) {
                            life.busy(Duration.ofMinutes(random.nextInt(120)));
                        }
                    } else {
                        life.signal(new Signal.ResumeRequested(life.origin()));
                        life.pass(Duration.ZERO);
                    }
                }
            }
        }

        @Test
        void takes_a_short_break_before_the_providers_longest_run() {
            var life = life(Duration.ZERO);
            var began = life.now();

            life.pass(Duration.ofHours(50));

            var breaks = began.plus(Duration.ofHours(24).minusMinutes(5));
            assertThat(life.toldAt(Notice.Paused.class))
                    .containsExactly(breaks, breaks.plus(Duration.ofHours(24).minusMinutes(5)));
            assertThat(life.toldAt(Notice.Resumed.class))
                    .isEqualTo(life.toldAt(Notice.Paused.class));
            assertThat(life.session().state()).isInstanceOf(State.Running.class);
            assertThat(life.session().desired()).isEqualTo(Desired.RUNNING);
        }
    }

    @Nested
    class The_end_of_life {
        @Test
        void is_announced_seven_three_and_one_days_before_and_then_comes() {
            var life = life(Duration.ofMinutes(10));
            var born = life.running().sandbox().bornAt();

            life.pass(Duration.ofDays(31));

            assertThat(life.toldAt(Notice.Expiring.class))
                    .containsExactly(
                            born.plus(Duration.ofDays(23)),
                            born.plus(Duration.ofDays(27)),
                            born.plus(Duration.ofDays(29)));
            assertThat(life.toldAt(Notice.Expired.class))
                    .containsExactly(born.plus(Duration.ofDays(30)));
            assertThat(life.session().state()).isInstanceOf(State.Expired.class);
            assertThat(life.session().desired()).isEqualTo(Desired.GONE);
            assertThat(life.session().condemned())
                    .extracting(Condemned::sandbox)
                    .containsExactly(Optional.of(new SandboxId("box-1")));
        }

        @Test
        void comes_to_one_that_runs_as_well() {
            var life = life(Duration.ZERO);

            life.pass(Duration.ofDays(31));

            assertThat(life.session().state()).isInstanceOf(State.Expired.class);
        }

        @Test
        void is_announced_once_when_several_warnings_were_slept_through() {
            var session = Samples.in(paused(Duration.ofDays(29).plusHours(1)));
            var lifecycle = new Lifecycle(Policy.DEFAULT);

            var first = step(lifecycle.decide(session, new Signal.TimerFired(), Samples.NOW));
            var second = lifecycle.decide(first.next(), new Signal.TimerFired(), Samples.NOW);

            assertThat(first.notices()).hasSize(1);
            assertThat(second).isEqualTo(new Decision.Ignore(Idle.NOT_DUE));
        }

        private static State.Paused paused(Duration age) {
            var sandbox =
                    new Sandbox(
                            Samples.BOX, 2, "base", Optional.empty(), Samples.NOW.minus(age), 0);
            return new State.Paused(Samples.BEFORE, sandbox, Samples.IDLE, Samples.BEFORE);
        }
    }

    @Nested
    class What_the_provider_did_by_itself {
        private final Lifecycle lifecycle = new Lifecycle(Policy.DEFAULT);

        @Test
        void counts_when_it_was_seen_after_our_own_last_step_only() {
            var life = life(Duration.ofMinutes(10));
            var before = life.now();
            life.pass(MINUTE);

            var stale = life.signal(new Signal.FoundPaused(1, before, "listed as paused"));
            var fresh = life.signal(new Signal.FoundPaused(1, life.now(), "listed as paused"));

            assertThat(stale).isEqualTo(new Decision.Ignore(Idle.OUT_OF_DATE));
            assertThat(fresh).isInstanceOf(Decision.Step.class);
            assertThat(life.session().state()).isInstanceOf(State.Paused.class);
            assertThat(life.last().cause().kind()).isEqualTo(Cause.Kind.PROVIDER);
        }

        @Test
        void is_taken_over_when_somebody_woke_it() {
            var life = life(Duration.ofMinutes(10));
            life.pass(Duration.ofMinutes(20));
            var end = life.now().plus(Duration.ofMinutes(5));

            life.signal(new Signal.FoundRunning(1, life.now(), end, "by hand"));

            assertThat(life.running().providerEnd()).isEqualTo(end);
            assertThat(lifecycle.dueAt(life.session())).isPresent();
            life.pass(Duration.ofMinutes(11));
            assertThat(life.session().state()).isInstanceOf(State.Paused.class);
        }
    }

    @Nested
    class The_tally {
        @Test
        void counts_the_time_awake_and_its_price() {
            var policy = Policies.priced(3_600_000);
            var life = new Life(policy, Samples.PROFILE.with(pausing(Duration.ofMinutes(10))));

            life.pass(Duration.ofHours(1));
            life.signal(new Signal.ResumeRequested(life.origin()));
            life.pass(Duration.ofHours(1));

            assertThat(life.session().tally())
                    .isEqualTo(new Tally(Duration.ofMinutes(20), 20 * 60 * 1_000));
        }

        @Test
        void counts_through_an_extension_once() {
            var life = life(Duration.ZERO);
            life.pass(Duration.ofHours(3));

            life.signal(new Signal.PauseRequested(life.origin()));
            life.pass(Duration.ZERO);

            assertThat(life.session().tally().ran()).isEqualTo(Duration.ofHours(3));
        }
    }

    @Nested
    class A_lifespan {
        @Test
        void asks_the_provider_for_more_than_the_pause_of_an_unused_session() {
            var lifespan = Lifespan.DEFAULT;

            assertThat(
                            List.of(
                                    lifespan.of(Samples.PROFILE),
                                    lifespan.of(Samples.PROFILE.with(pausing(Duration.ofHours(2)))),
                                    lifespan.of(Samples.PROFILE.with(pausing(Duration.ofDays(2))))))
                    .containsExactly(
                            Duration.ofMinutes(30),
                            Duration.ofHours(2).plusMinutes(5),
                            Duration.ofHours(24));
        }
    }

    private static Decision.Step step(Decision decision) {
        return (Decision.Step) decision;
    }
}
