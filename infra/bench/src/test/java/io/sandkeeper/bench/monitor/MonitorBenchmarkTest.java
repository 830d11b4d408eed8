package io.sandkeeper.bench.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.bench.Options;

import org.junit.jupiter.api.Test;

import java.util.List;

class MonitorBenchmarkTest {
    @Test
    void half_and_a_quarter_of_the_sessions_show_how_the_cost_grows() {
        var scale = MonitorBenchmark.Scale.of(Options.parse(List.of()));

        assertThat(scale.sessions()).isEqualTo(5_000);
        assertThat(scale.smaller()).containsExactly(2_500, 1_250);
        assertThat(scale.interval()).isEqualTo(30);
    }

    @Test
    void what_is_noticed_last_counts() {
        var noticed = new Noticed(List.of(3.0, 1.0, 2.0));

        assertThat(noticed.longest()).isEqualTo(3.0);
        assertThat(noticed.middle()).isEqualTo(2.0);
    }
}
