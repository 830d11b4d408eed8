package io.sandkeeper.bench.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sandkeeper.bench.stage.Residents;
import io.sandkeeper.worker.session.SandboxId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

class ResilienceTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static final Weather WEATHER =
            new Weather(Duration.ofSeconds(100), Duration.ofSeconds(30), List.of("create"));

    private static Outcome outcome(int failed, int unready) {
        return new Outcome(2_000, failed, unready, List.of(), 0);
    }

    @Test
    void the_day_has_three_bursts_and_one_outage() {
        var seconds =
                IntStream.range(0, 140)
                        .mapToObj(second -> WEATHER.at(Duration.ofSeconds(second)))
                        .toList();

        assertThat(seconds.stream().filter(Weather.Condition.OUTAGE::equals)).hasSize(30);
        assertThat(seconds.stream().filter(Weather.Condition.LIMITED::equals)).hasSize(9);
        assertThat(seconds.subList(40, 70)).containsOnly(Weather.Condition.OUTAGE);
        assertThat(seconds.get(10)).isEqualTo(Weather.Condition.LIMITED);
    }

    @Test
    void one_call_in_five_fails_and_one_in_twenty_is_not_answered() {
        double left = 1;
        double errors = 0;
        double lost = 0;
        var book = WEATHER.rules(Weather.Condition.USUAL);
        var rules = (List<?>) Objects.requireNonNull(book.get("rules"));
        for (var one : rules) {
            var rule = (Map<?, ?>) one;
            double probability = (Double) Objects.requireNonNull(rule.get("probability"));
            if ("drop-after".equals(rule.get("kind"))) {
                lost += left * probability;
            } else {
                errors += left * probability;
            }
            left *= 1 - probability;
        }

        assertThat(errors).isEqualTo(0.20, within(1e-9));
        assertThat(lost).isEqualTo(0.05, within(1e-9));
    }

    @Test
    void failures_are_what_failed_and_what_never_was_ready() {
        assertThat(outcome(900, 100).failures()).isEqualTo(1_000);
        assertThat(outcome(900, 100).reduction(outcome(30, 20))).isEqualTo(95);
        assertThatThrownBy(() -> outcome(0, 0).reduction(outcome(0, 0)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_sandbox_that_no_session_has_is_a_stray() {
        var sessions = List.of(Residents.inUse("a", NOW), Residents.paused("b", NOW));
        var there = Set.of(new SandboxId("box-a"), new SandboxId("box-b"), new SandboxId("box-c"));

        var outcome = Outcome.of(3, sessions, there);

        assertThat(outcome.strays()).isEqualTo(1);
        assertThat(outcome.waits()).hasSize(1);
        assertThat(outcome.unready()).isEqualTo(2);
        assertThat(Outcome.isSettled(sessions.getFirst())).isTrue();
        assertThat(Outcome.isSettled(sessions.getLast())).isFalse();
    }
}
