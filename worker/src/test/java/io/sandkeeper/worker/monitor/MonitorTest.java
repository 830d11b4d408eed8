package io.sandkeeper.worker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.monitor.FakeProbes.Fate;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.session.Health;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore.UseFold;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

class MonitorTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Hospital hospital = new Hospital();

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
            assertThat(told.session()).isEqualTo(new SessionId("s"));
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
                hospital.monitor.used(List.of(new SessionId("s"), new SessionId("nobody's")));
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

            hospital.monitor.used(List.of(new SessionId("s")));
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
            assertThat(hospital.probes.gaps("box-s").subList(before, before + 3))
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
                    .containsExactly(new SessionId("s-7"));
        }

        @Test
        void is_none_when_one_of_four_dies_or_all_four() {
            fleet(4);

            hospital.probes.is("box-s-1", Fate.GONE);
            hospital.pass(INTERVAL);
            assertThat(hospital.ill().stream().map(Hospital.Heard::session).distinct())
                    .containsExactly(new SessionId("s-1"));

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

            hospital.monitor.ask(new SessionId("s-3"), Hospital.origin("e-1"));
            hospital.pass(Duration.ofSeconds(5));

            assertThat(hospital.told("s-3")).hasSize(1);
            var seen = hospital.told("s-3").getFirst().seen();
            assertThat(seen.health()).isEqualTo(Health.UNREACHABLE);
            assertThat(seen.asked()).contains(Hospital.origin("e-1"));
        }
    }

    @Test
    void what_the_store_says_of_use_counts_too() {
        var session = hospital.running("s");
        hospital.pass(Duration.ofMinutes(1));
        var now = hospital.clock.instant();
        hospital.store.used(Map.of(session.id(), new UseFold(now, Instant.EPOCH)));

        hospital.pass(Duration.ofSeconds(60));

        assertThat(hospital.probes.gaps("box-s"))
                .anyMatch(gap -> gap.compareTo(Duration.ofSeconds(5)) <= 0);
    }
}
