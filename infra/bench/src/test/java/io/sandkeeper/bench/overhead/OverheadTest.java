package io.sandkeeper.bench.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.bench.Samples;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.time.Duration;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OverheadTest {
    private static Samples samples(int usual, int slowest) {
        var samples = new Samples();
        for (int i = 0; i < 90; i++) {
            samples.add(Duration.ofMillis(usual));
        }
        for (int i = 0; i < 10; i++) {
            samples.add(Duration.ofMillis(slowest));
        }
        return samples;
    }

    @Test
    void what_the_provider_takes_and_what_the_echo_takes_is_not_ours() {
        var overhead = new Overhead(150);
        overhead.add(samples(4, 10), samples(162, 200));

        var found = overhead.measurements();

        assertThat(found.get(2).figure().orElseThrow().value()).isEqualTo(8);
        assertThat(found.get(2).note()).isEqualTo("met");
        assertThat(found.get(5).figure().orElseThrow().value()).isEqualTo(40);
        assertThat(found.get(5).note()).isEqualTo("MISSED");
    }
}
