package io.sandkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SamplesTest {
    private final Samples samples = new Samples();

    @Test
    void percentiles_are_durations_that_were_measured() {
        IntStream.rangeClosed(1, 100).forEach(i -> samples.add(Duration.ofMillis(101 - i)));

        assertThat(samples.median()).isEqualTo(Duration.ofMillis(50));
        assertThat(samples.percentile(99)).isEqualTo(Duration.ofMillis(99));
        assertThat(samples.percentile(100)).isEqualTo(Duration.ofMillis(100));
        assertThat(samples.millis(50)).isEqualTo(Figure.millis(50));
    }

    @Test
    void one_is_its_own_percentile() {
        samples.add(Duration.ofMillis(3));

        assertThat(samples.percentile(1)).isEqualTo(samples.percentile(99));
    }

    @Test
    void what_failed_is_not_counted() {
        assertThatThrownBy(
                        () ->
                                samples.time(
                                        () -> {
                                            throw new IOException("no");
                                        }))
                .isInstanceOf(IOException.class);

        assertThat(samples.count()).isZero();
        assertThatThrownBy(samples::median).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_timed_comes_back() throws Exception {
        assertThat(samples.<String>time(() -> "done")).isEqualTo("done");
        assertThat(samples.count()).isEqualTo(1);
    }
}
