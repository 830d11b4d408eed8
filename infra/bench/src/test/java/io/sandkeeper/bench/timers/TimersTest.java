package io.sandkeeper.bench.timers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.bench.Options;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class TimersTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void the_kernel_counts_in_hundredths_behind_a_name_that_may_hold_anything() {
        var stat = "42 (a) b c) S 1 42 42 0 -1 4194560 9 0 0 0 250 50 7 7 20 0 12 0 100 0 0";

        assertThat(ProcessorTime.parse(stat)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_share_is_of_one_processor() {
        assertThat(ProcessorTime.share(Duration.ofMillis(1_500), Duration.ofSeconds(60)))
                .isEqualTo(2.5);
    }

    @Test
    void sessions_fall_due_evenly_over_the_time() {
        var scale = TimersBenchmark.Scale.of(Options.parse(List.of()));

        assertThat(scale.dueAt(NOW, 0)).isEqualTo(NOW);
        assertThat(scale.dueAt(NOW, 5_000)).isEqualTo(NOW.plusSeconds(30));
        assertThat(scale.warmUp(Duration.ofSeconds(30))).isEqualTo(5_000);
    }

    @Test
    void lateness_counts_from_the_due_time_to_the_first_telling() {
        var pausings = new Pausings(Map.of("a", NOW, "b", NOW, "c", NOW));
        pausings.told("a", NOW.plusMillis(10), NOW.plusMillis(30));
        pausings.told("a", NOW.plusMillis(900), NOW.plusMillis(900));
        pausings.told("b", NOW.minusMillis(1), NOW.plusMillis(5));
        pausings.told("somebody else", NOW, NOW);

        assertThat(pausings.untilDecided().percentile(100)).isEqualTo(Duration.ofMillis(10));
        assertThat(pausings.untilWritten().percentile(100)).isEqualTo(Duration.ofMillis(30));
        assertThat(pausings.untilWritten().count()).isEqualTo(2);
        assertThat(pausings.early()).isEqualTo(1);
        assertThat(pausings.missing()).isEqualTo(1);
    }

    @Test
    void costs_are_by_pause() {
        var costs = new TimersBenchmark.Costs(2_000, Duration.ofSeconds(5), Duration.ofSeconds(1));

        assertThat(costs.measurement().figure().orElseThrow().value()).isEqualTo(2.5);
        assertThat(costs.measurement().note()).isEqualTo("the store beside it: 0.50 ms");
    }
}
