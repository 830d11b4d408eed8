package io.sandkeeper.worker.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.monitor.FakeProbes.Fate;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.State;
import io.sandkeeper.worker.store.Records;
import io.sandkeeper.worker.store.SessionStore.UseFold;
import io.sandkeeper.worker.store.Sessions;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

class MonitorTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private Hospital hospital = new Hospital();

    private List<Duration> gaps(String sandbox) {
        var looks = hospital.probes.looks(sandbox);
        return IntStream.range(1, looks.size())
                .mapToObj(i -> Duration.between(looks.get(i - 1), looks.get(i)))
                .toList();
    }

    private static SessionId id(String text) {
        return new SessionId(text);
    }

    @Nested
    class The_round {
        @Test
        void misses_none_of_five_thousand_and_checks_none_twice_as_often() {
            IntStream.range(0, 5_000).forEach(i -> hospital.running("s-" + i));

            hospital.pass(INTERVAL.multipliedBy(5));

            for (int i = 0; i < 5_000; i++) {
                assertThat(gaps("box-s-" + i))
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

            assertThat(gaps("box-often"))
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
                                    Set.of(id("this"))));
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

    @Nested
    class A_sandbox {
        @Test
        void that_is_gone_is_noticed_within_an_interval() {
            hospital.running("s");
            hospital.running("other");
            hospital.pass(Duration.ofMinutes(3));
            var died = hospital.clock.instant();

            hospital.probes.is("box-s", Fate.GONE);
            hospital.pass(INTERVAL);

            assertThat(hospital.ill()).isNotEmpty();
            var told = hospital.ill().getFirst();
            assertThat(told.session()).isEqualTo(id("s"));
            assertThat(told.seen().health()).isEqualTo(Health.EXPIRED);
            assertThat(told.seen().evidence()).isEqualTo("404");
            assertThat(told.seen().asked()).isEmpty();
            assertThat(Duration.between(died, told.at())).isLessThanOrEqualTo(INTERVAL);
            // It took two looks, and rests on the first.
            assertThat(Duration.between(told.seen().seenAt(), told.at()))
                    .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_500));
        }

        @Test
        void that_is_gone_is_noticed_within_ten_seconds_while_it_is_used() {
            hospital.running("s");
            hospital.pass(Duration.ofMinutes(3));
            for (int i = 0; i < 6; i++) {
                hospital.monitor.used(List.of(id("s"), id("nobody's")));
                hospital.pass(Duration.ofSeconds(5));
            }
            var died = hospital.clock.instant();

            hospital.probes.is("box-s", Fate.GONE);
            hospital.pass(Duration.ofSeconds(10));

            assertThat(hospital.ill()).isNotEmpty();
            assertThat(Duration.between(died, hospital.ill().getFirst().at()))
                    .isLessThanOrEqualTo(Duration.ofSeconds(10));
        }

        @Test
        void that_is_used_is_checked_five_seconds_after_its_last_check_at_the_latest() {
            hospital.running("s");
            hospital.pass(Duration.ofMinutes(3));
            var last = hospital.probes.looks("box-s").getLast();

            hospital.monitor.used(List.of(id("s")));
            hospital.pass(Duration.ofSeconds(5));

            assertThat(hospital.probes.looks("box-s").getLast()).isAfter(last);
        }

        @Test
        void that_answers_and_runs_nothing_is_broken_after_four_looks() {
            hospital.running("s");
            hospital.running("other");
            hospital.pass(Duration.ofMinutes(3));
            int before = hospital.probes.looks("box-s").size();

            hospital.probes.is("box-s", Fate.BROKEN);
            hospital.pass(INTERVAL.plusSeconds(8));

            assertThat(hospital.ill().getFirst().seen().health()).isEqualTo(Health.ERROR);
            var looks = hospital.probes.looks("box-s");
            assertThat(looks).hasSizeGreaterThanOrEqualTo(before + 4);
            assertThat(gaps("box-s").subList(before, before + 3))
                    .containsExactly(
                            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        }

        @Test
        void that_answers_again_in_time_was_well_all_along() {
            hospital.running("s");
            hospital.pass(Duration.ofMinutes(3));
            int before = hospital.probes.looks("box-s").size();

            hospital.probes.is("box-s", Fate.SILENT);
            while (hospital.probes.looks("box-s").size() < before + 3) {
                hospital.pass(Duration.ofMillis(100));
            }
            hospital.probes.is("box-s", Fate.WELL);
            hospital.pass(Duration.ofMinutes(2));

            assertThat(hospital.ill()).isEmpty();
            assertThat(hospital.told("s")).hasSize(1);
        }

        @Test
        void that_is_well_again_says_so_once() {
            hospital.running("s");
            hospital.probes.is("box-s", Fate.SILENT);
            hospital.pass(Duration.ofMinutes(2));
            assertThat(hospital.ill())
                    .isNotEmpty()
                    .allMatch(one -> one.seen().health() == Health.UNREACHABLE);

            hospital.heard.clear();
            hospital.probes.is("box-s", Fate.WELL);
            hospital.pass(Duration.ofMinutes(5));

            assertThat(hospital.told("s")).hasSize(1);
            assertThat(hospital.told("s").getFirst().seen().health()).isEqualTo(Health.HEALTHY);
        }

        @Test
        void whose_preview_is_silent_is_well() {
            hospital.running("s", Optional.of(3000), Optional.empty());
            hospital.probes.previewAnswers(false);

            hospital.pass(Duration.ofMinutes(1));

            assertThat(hospital.told("s").getFirst().seen().health()).isEqualTo(Health.HEALTHY);
            assertThat(hospital.told("s").getFirst().seen().evidence())
                    .contains("its preview does not answer");
        }
    }

    @Nested
    class An_outage {
        private void fleet(int sessions) {
            IntStream.range(0, sessions).forEach(i -> hospital.running("s-" + i));
            hospital.pass(Duration.ofMinutes(3));
            hospital.heard.clear();
        }

        private List<News> regionNews() {
            return hospital.news.stream().filter(one -> one instanceof News.RegionChanged).toList();
        }

        @Test
        void is_told_once_and_gives_nobody_up() {
            fleet(400);

            hospital.probes.all(Fate.SILENT);
            hospital.pass(Duration.ofMinutes(5));

            assertThat(hospital.ill()).isEmpty();
            assertThat(regionNews()).hasSize(1);
            assertThat(((News.RegionChanged) regionNews().getFirst()).condition())
                    .isEqualTo(News.Condition.DOWN);
            assertThat(hospital.meters.get("sandkeeper.health.held").counter().count())
                    .isPositive();
        }

        @Test
        void is_no_thousand_deaths_when_the_control_plane_has_forgotten_all() {
            fleet(400);

            hospital.probes.all(Fate.GONE);
            hospital.pass(Duration.ofMinutes(5));

            assertThat(hospital.ill().stream().map(Hospital.Heard::session).distinct())
                    .hasSizeLessThanOrEqualTo(30);
        }

        @Test
        void slows_the_checks_down() {
            fleet(400);
            hospital.probes.all(Fate.SILENT);
            hospital.pass(Duration.ofMinutes(2));
            int looks = hospital.probes.looks("box-s-1").size();

            hospital.pass(Duration.ofMinutes(5));

            assertThat(hospital.probes.looks("box-s-1").size() - looks).isBetween(5, 7);
        }

        @Test
        void is_over_when_most_answer_and_then_each_is_judged_anew() {
            fleet(400);
            hospital.probes.all(Fate.SILENT);
            hospital.pass(Duration.ofMinutes(3));
            hospital.probes.is("box-s-7", Fate.GONE);

            hospital.probes.allAsTheyAre();
            hospital.pass(Duration.ofMinutes(2));

            assertThat(regionNews()).hasSize(2);
            assertThat(((News.RegionChanged) regionNews().getLast()).condition())
                    .isEqualTo(News.Condition.UP);
            assertThat(hospital.ill().stream().map(Hospital.Heard::session).distinct())
                    .containsExactly(id("s-7"));
        }

        @Test
        void is_none_when_one_of_four_dies_or_all_four() {
            fleet(4);

            hospital.probes.is("box-s-1", Fate.GONE);
            hospital.pass(INTERVAL);
            assertThat(hospital.ill().stream().map(Hospital.Heard::session).distinct())
                    .containsExactly(id("s-1"));

            hospital.probes.all(Fate.GONE);
            hospital.pass(Duration.ofMinutes(1));
            assertThat(hospital.ill().stream().map(Hospital.Heard::session).distinct()).hasSize(4);
            assertThat(regionNews()).isEmpty();
        }

        @Test
        void answers_who_asks_that_nothing_is_known() {
            fleet(100);
            hospital.probes.all(Fate.GONE);
            hospital.pass(Duration.ofMinutes(2));
            hospital.heard.clear();

            hospital.monitor.ask(id("s-3"), Hospital.origin("e-1"));
            hospital.pass(Duration.ofSeconds(5));

            assertThat(hospital.told("s-3")).hasSize(1);
            var seen = hospital.told("s-3").getFirst().seen();
            assertThat(seen.health()).isEqualTo(Health.UNREACHABLE);
            assertThat(seen.asked()).contains(Hospital.origin("e-1"));
        }
    }

    @Nested
    class Who_asks {
        @Test
        void is_answered_within_a_moment_also_when_nothing_changed() {
            hospital.running("s");
            hospital.pass(Duration.ofMinutes(3));
            hospital.heard.clear();

            assertThat(hospital.monitor.ask(id("s"), Hospital.origin("e-1"))).isTrue();
            assertThat(hospital.monitor.ask(id("s"), Hospital.origin("e-2"))).isTrue();
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

            hospital.monitor.ask(id("s"), Hospital.origin("e-1"));
            hospital.monitor.ask(id("gone"), Hospital.origin("e-2"));
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

            hospital.monitor.ask(id("s"), Hospital.origin("e-1"));
            hospital.pass(Duration.ofMinutes(1));

            assertThat(hospital.told("s")).hasSize(1);
            assertThat(hospital.probes.looks("box-s")).hasSize(1);
        }

        @Test
        void about_one_without_a_sandbox_hears_so() {
            var session = hospital.running("s");
            hospital.becomes(session, Sessions.queued(Sessions.NOW));

            hospital.monitor.ask(id("s"), Hospital.origin("e-1"));
            hospital.monitor.ask(id("nobody"), Hospital.origin("e-2"));
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
            hospital.monitor.ask(id("s"), Hospital.origin("e-1"));

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
            while (taken < 20_000 && hospital.monitor.ask(id("s-" + taken), Hospital.origin("e"))) {
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

            hospital.monitor.doubt(id("s"), Optional.of(1L), Optional.of(new SandboxId("box-s")));
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
                    hospital.monitor.doubt(id("s"), Optional.empty(), Optional.empty());
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

            hospital.monitor.doubt(id("s"), Optional.of(7L), Optional.empty());
            hospital.monitor.doubt(id("s"), Optional.empty(), Optional.of(new SandboxId("other")));
            hospital.pass(Duration.ofMillis(200));

            assertThat(hospital.probes.looks("box-s")).hasSize(before);
        }

        @Test
        void about_invented_sessions_costs_next_to_nothing() {
            for (int n = 0; n < 100_000; n++) {
                hospital.monitor.doubt(id("invented-" + n), Optional.empty(), Optional.empty());
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
                hospital.monitor.doubt(id("s"), Optional.empty(), Optional.empty());
                hospital.pass(Duration.ofMillis(100));
            }

            assertThat(hospital.probes.looks("box-s").size()).isBetween(2, 4);
            assertThat(hospital.heard).isEmpty();
        }
    }

    @Test
    void what_the_store_says_of_use_counts_too() {
        var session = hospital.running("s");
        hospital.pass(Duration.ofMinutes(1));
        var now = hospital.clock.instant();
        hospital.store.used(Map.of(session.id(), new UseFold(now, Instant.EPOCH)));

        hospital.pass(Duration.ofSeconds(60));

        assertThat(gaps("box-s")).anyMatch(gap -> gap.compareTo(Duration.ofSeconds(5)) <= 0);
    }
}
