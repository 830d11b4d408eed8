package io.sandkeeper.worker.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.monitor.FakeProbes.Fate;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Who is looked at, when, and at what cost. */
class RoundTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private Hospital hospital = new Hospital();

    @Nested
    class The_round {
        @Test
        void misses_none_of_five_thousand_and_checks_none_twice_as_often() {
            IntStream.range(0, 5_000).forEach(i -> hospital.running("s-" + i));

            hospital.pass(INTERVAL.multipliedBy(5));

            for (int i = 0; i < 5_000; i++) {
                assertThat(hospital.probes.gaps("box-s-" + i))
                        .hasSizeGreaterThanOrEqualTo(4)
                        .allMatch(gap -> gap.compareTo(INTERVAL) <= 0)
                        .allMatch(gap -> gap.compareTo(INTERVAL.multipliedBy(7).dividedBy(10)) > 0);
            }
        }

        @Test
        void is_spread_evenly_over_the_interval() {
            IntStream.range(0, 1_500).forEach(i -> hospital.running("s-" + i));

            for (int second = 0; second < 90; second++) {
                int before = hospital.probes.requests();
                hospital.pass(Duration.ofSeconds(1));
                // The first check asks for the way in as well.
                int most = second < 31 ? 3 * 1_500 / 30 : 1_500 / 26;
                assertThat(hospital.probes.requests() - before)
                        .as("second " + second)
                        .isLessThan(most * 2);
            }
        }

        @Test
        void reads_all_who_run_at_once_at_first_and_then_a_few_at_a_time() {
            IntStream.range(0, 2_500).forEach(i -> hospital.running("s-" + i));
            hospital.pass(Hospital.TICK);
            assertThat(hospital.pages()).as("500 each, and an empty one").isEqualTo(6);
            hospital.pass(INTERVAL.plusSeconds(14));
            int before = hospital.pages();

            for (var passed = Duration.ZERO;
                    passed.compareTo(INTERVAL) < 0;
                    passed = passed.plus(Hospital.TICK)) {
                int read = hospital.pages();
                hospital.pass(Hospital.TICK);
                assertThat(hospital.pages() - read).isLessThanOrEqualTo(1);
            }
            assertThat(hospital.pages() - before).isEqualTo(6);
        }

        @Test
        void reads_all_in_time_although_they_became_many() {
            hospital.running("s");
            hospital.pass(INTERVAL.plusSeconds(14));
            IntStream.range(0, 2_600).forEach(i -> hospital.running("s-" + i));

            hospital.pass(INTERVAL.multipliedBy(2));

            assertThat(IntStream.range(0, 2_600))
                    .allMatch(i -> !hospital.probes.looks("box-s-" + i).isEmpty());
        }

        @Test
        void goes_on_where_the_store_did_not_answer() {
            IntStream.range(0, 1_200).forEach(i -> hospital.running("s-" + i));
            hospital.failPage(2);

            assertThatThrownBy(() -> hospital.pass(Hospital.TICK))
                    .isInstanceOf(StoreUnavailable.class);
            hospital.pass(INTERVAL.plusSeconds(1));

            for (int i = 0; i < 1_200; i++) {
                assertThat(hospital.probes.looks("box-s-" + i)).isNotEmpty();
            }
        }

        @Test
        void costs_one_request_for_each_that_is_well() {
            IntStream.range(0, 100).forEach(i -> hospital.running("s-" + i));
            hospital.pass(INTERVAL.plusSeconds(1));
            int before = hospital.probes.requests();
            int looks = looks();

            hospital.pass(INTERVAL.multipliedBy(4));

            assertThat(hospital.probes.requests() - before).isEqualTo(looks() - looks);
        }

        private int looks() {
            return IntStream.range(0, 100)
                    .map(i -> hospital.probes.looks("box-s-" + i).size())
                    .sum();
        }

        @Test
        void follows_a_session_s_own_pace() {
            hospital.running("often", Optional.empty(), Optional.of(Duration.ofSeconds(10)));

            hospital.pass(Duration.ofMinutes(5));

            assertThat(hospital.probes.gaps("box-often"))
                    .hasSizeGreaterThan(29)
                    .allMatch(gap -> gap.compareTo(Duration.ofSeconds(10)) <= 0)
                    .allMatch(gap -> gap.compareTo(Duration.ofSeconds(7)) > 0);
        }

        @Test
        void may_be_limited_to_some() {
            hospital =
                    new Hospital(
                            new MonitorRules(
                                    true,
                                    INTERVAL,
                                    Duration.ofSeconds(5),
                                    Duration.ofSeconds(3),
                                    10,
                                    Set.of(new SessionId("this"))));
            hospital.running("this");
            hospital.running("that");

            hospital.pass(Duration.ofMinutes(2));

            assertThat(hospital.probes.looks("box-this")).isNotEmpty();
            assertThat(hospital.probes.looks("box-that")).isEmpty();
        }

        @Test
        void leaves_those_alone_who_are_another_worker_s() {
            hospital.owned = Set.of();
            hospital.running("s");
            hospital.pass(Duration.ofMinutes(1));
            assertThat(hospital.probes.looks("box-s")).isEmpty();

            hospital.owned = Hospital.EVERY_BUCKET;
            hospital.pass(INTERVAL.plusSeconds(1));
            assertThat(hospital.probes.looks("box-s")).isNotEmpty();

            hospital.owned = Set.of();
            hospital.pass(Duration.ofSeconds(2));
            int before = hospital.probes.looks("box-s").size();
            hospital.pass(Duration.ofMinutes(2));
            assertThat(hospital.probes.looks("box-s")).hasSize(before);
        }

        @Test
        void asks_no_daemon_of_a_session_that_this_worker_puts_to_sleep() {
            var session = hospital.running("s");
            hospital.pass(INTERVAL.plusSeconds(1));
            int before = hospital.probes.daemonAsked("box-s");

            var asleep =
                    hospital.becomes(
                            session,
                            new State.Paused(
                                    Sessions.NOW,
                                    Sessions.sandbox("box-s"),
                                    Sessions.because("idle"),
                                    Sessions.NOW));
            hospital.monitor.saw(asleep);
            hospital.probes.is("box-s", Fate.ASLEEP);
            hospital.pass(Duration.ofMinutes(2));

            assertThat(hospital.probes.daemonAsked("box-s")).isEqualTo(before);
        }

        @Test
        void asks_no_daemon_twice_of_what_the_provider_put_to_sleep() {
            hospital.running("s");
            hospital.pass(INTERVAL.plusSeconds(1));
            int before = hospital.probes.daemonAsked("box-s");

            hospital.probes.is("box-s", Fate.ASLEEP);
            hospital.pass(Duration.ofMinutes(5));

            // One command, and the question to the daemon that goes with the control plane's.
            assertThat(hospital.probes.daemonAsked("box-s")).isLessThanOrEqualTo(before + 2);
            assertThat(hospital.ill()).isEmpty();
        }

        @Test
        void looks_after_a_new_sandbox_of_the_same_session() {
            var session = hospital.running("s");
            hospital.pass(INTERVAL.plusSeconds(1));

            var running = (State.Running) session.state();
            var newer =
                    Records.with(
                            session,
                            "state",
                            Records.with(
                                    running,
                                    "sandbox",
                                    Records.with(
                                            running.sandbox(), "id", new SandboxId("box-new"))));
            hospital.monitor.saw(Records.with(newer, "generation", 2L));
            hospital.probes.is("box-new", Fate.GONE);
            hospital.probes.is("box-s", Fate.GONE);
            hospital.pass(Duration.ofSeconds(31));

            assertThat(hospital.ill()).isNotEmpty();
            assertThat(hospital.ill()).allMatch(one -> one.seen().generation() == 2);
        }
    }
}
