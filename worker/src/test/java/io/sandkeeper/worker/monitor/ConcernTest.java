package io.sandkeeper.worker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.monitor.FakeProbes.Fate;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Sessions;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Those who ask about a sandbox, or doubt it. */
class ConcernTest {
    private final Hospital hospital = new Hospital();

    @Nested
    class Who_asks {
        @Test
        void is_answered_within_a_moment_also_when_nothing_changed() {
            hospital.running("s");
            hospital.pass(Duration.ofMinutes(3));
            hospital.heard.clear();

            assertThat(hospital.monitor.ask(new SessionId("s"), Hospital.origin("e-1"))).isTrue();
            assertThat(hospital.monitor.ask(new SessionId("s"), Hospital.origin("e-2"))).isTrue();
            hospital.pass(Duration.ofMillis(2_500));

            assertThat(hospital.told("s"))
                    .extracting(one -> one.seen().asked().orElseThrow().event().value())
                    .containsExactly("e-1", "e-2");
            assertThat(hospital.told("s")).allMatch(one -> one.seen().health() == Health.HEALTHY);
        }

        @Test
        void about_a_sleeping_one_wakes_nobody() {
            hospital.asleep("s");
            hospital.asleep("gone");
            hospital.probes.is("box-s", Fate.ASLEEP);
            hospital.probes.is("box-gone", Fate.GONE);

            hospital.monitor.ask(new SessionId("s"), Hospital.origin("e-1"));
            hospital.monitor.ask(new SessionId("gone"), Hospital.origin("e-2"));
            hospital.pass(Duration.ofSeconds(4));

            assertThat(hospital.told("s").getFirst().seen().health()).isEqualTo(Health.HEALTHY);
            assertThat(hospital.told("gone").getFirst().seen().health()).isEqualTo(Health.EXPIRED);
            assertThat(hospital.heard).hasSize(2);
            assertThat(hospital.probes.daemonAsked("box-s")).isZero();
            assertThat(hospital.probes.daemonAsked("box-gone")).isZero();
        }

        @Test
        void about_a_session_of_another_worker_is_answered_here() {
            hospital.owned = Set.of();
            hospital.running("s");

            hospital.monitor.ask(new SessionId("s"), Hospital.origin("e-1"));
            hospital.pass(Duration.ofMinutes(1));

            assertThat(hospital.told("s")).hasSize(1);
            assertThat(hospital.probes.looks("box-s")).hasSize(1);
        }

        @Test
        void about_one_without_a_sandbox_hears_so() {
            var session = hospital.running("s");
            hospital.becomes(session, Sessions.queued(Sessions.NOW));

            hospital.monitor.ask(new SessionId("s"), Hospital.origin("e-1"));
            hospital.monitor.ask(new SessionId("nobody"), Hospital.origin("e-2"));
            hospital.pass(Duration.ofSeconds(1));

            assertThat(hospital.heard).hasSize(1);
            assertThat(hospital.told("s").getFirst().seen().evidence())
                    .isEqualTo("it has no sandbox: it is QUEUED");
        }

        @Test
        void is_answered_when_the_session_is_put_to_sleep_meanwhile() {
            var session = hospital.running("s");
            hospital.pass(Duration.ofMinutes(2));
            hospital.heard.clear();
            hospital.monitor.ask(new SessionId("s"), Hospital.origin("e-1"));

            hospital.monitor.saw(
                    hospital.becomes(
                            session,
                            new State.Paused(
                                    Sessions.NOW,
                                    Sessions.sandbox("box-s"),
                                    Sessions.because("idle"),
                                    Sessions.NOW)));
            hospital.probes.is("box-s", Fate.ASLEEP);
            hospital.pass(Duration.ofSeconds(3));

            assertThat(hospital.told("s")).hasSize(1);
            assertThat(hospital.told("s").getFirst().seen().asked()).isPresent();
        }

        @Test
        void is_turned_away_to_come_again_when_too_many_do() {
            int taken = 0;
            while (taken < 20_000
                    && hospital.monitor.ask(new SessionId("s-" + taken), Hospital.origin("e"))) {
                taken++;
            }

            assertThat(taken).isEqualTo(10_000);
        }
    }

    @Nested
    class Who_doubts {
        @Test
        void brings_the_next_check_forward() {
            hospital.running("s");
            hospital.pass(Duration.ofMinutes(3));
            int before = hospital.probes.looks("box-s").size();

            hospital.monitor.doubt(
                    new SessionId("s"), Optional.of(1L), Optional.of(new SandboxId("box-s")));
            hospital.pass(Duration.ofMillis(2_200));

            assertThat(hospital.probes.looks("box-s")).hasSize(before + 1);
            assertThat(hospital.ill()).isEmpty();
        }

        @Test
        void in_a_flood_changes_the_pace_to_one_check_in_two_seconds() {
            hospital.running("s");
            hospital.pass(Duration.ofMinutes(3));
            int before = hospital.probes.looks("box-s").size();

            for (int i = 0; i < 100; i++) {
                for (int n = 0; n < 1_000; n++) {
                    hospital.monitor.doubt(new SessionId("s"), Optional.empty(), Optional.empty());
                }
                hospital.pass(Duration.ofMillis(100));
            }

            assertThat(hospital.probes.looks("box-s").size() - before).isBetween(4, 6);
        }

        @Test
        void about_an_earlier_sandbox_is_not_heard() {
            hospital.running("s");
            hospital.pass(Duration.ofMinutes(3));
            hospital.pass(Duration.ofSeconds(5));
            int before = hospital.probes.looks("box-s").size();

            hospital.monitor.doubt(new SessionId("s"), Optional.of(7L), Optional.empty());
            hospital.monitor.doubt(
                    new SessionId("s"), Optional.empty(), Optional.of(new SandboxId("other")));
            hospital.pass(Duration.ofMillis(200));

            assertThat(hospital.probes.looks("box-s")).hasSize(before);
        }

        @Test
        void about_invented_sessions_costs_next_to_nothing() {
            for (int n = 0; n < 100_000; n++) {
                hospital.monitor.doubt(
                        new SessionId("invented-" + n), Optional.empty(), Optional.empty());
            }
            hospital.pass(Duration.ofSeconds(10));

            assertThat(hospital.probes.requests()).isZero();
            assertThat(hospital.heard).isEmpty();
            assertThat(hospital.meters.get("sandkeeper.health.doubts.dropped").counter().count())
                    .isEqualTo(99_000);
        }

        @Test
        void about_a_session_of_another_worker_has_it_looked_at_once_in_a_while() {
            hospital.owned = Set.of();
            hospital.running("s");

            for (int i = 0; i < 300; i++) {
                hospital.monitor.doubt(new SessionId("s"), Optional.empty(), Optional.empty());
                hospital.pass(Duration.ofMillis(100));
            }

            assertThat(hospital.probes.looks("box-s").size()).isBetween(2, 4);
            assertThat(hospital.heard).isEmpty();
        }
    }
}
