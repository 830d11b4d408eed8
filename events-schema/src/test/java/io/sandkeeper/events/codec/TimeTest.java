package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Random;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TimeTest {
    @Test
    void what_was_written_is_read() {
        var random = new Random(5);

        for (int i = 0; i < 10_000; i++) {
            var nanos = random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000_000);
            var time =
                    Instant.ofEpochSecond(
                            random.nextLong(-60_000_000_000L, 250_000_000_000L), nanos);
            assertThat(Time.parsed(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T14:00:00+02:00, 2026-03-01T12:00:00Z",
        "2026-03-01t12:00:00z, 2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.5Z, 2026-03-01T12:00:00.500Z",
        "2026-03-01T12:00:00.123456789-01:30, 2026-03-01T13:30:00.123456789Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z"
    })
    void every_way_to_write_it_is_read(String text, Instant time) {
        assertThat(Time.parsed(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-03-01",
                "2026-03-01T12:00Z",
                "2026-03-01 12:00:00Z",
                "2026-03-01T12:00:00",
                "2026-02-29T00:00:00Z",
                "2026-03-01T24:00:00Z",
                "2026-03-01T12:00:60Z",
                "2026-03-01T12:00:00.Z",
                "2026-03-01T12:00:00+25:00",
                "+12026-03-01T12:00:00Z",
                "2026-03-01T12:00:00Z\n",
                "٢٠٢٦-03-01T12:00:00Z",
                "2026-03-01T12:00:00.1234567890Z"
            })
    void what_is_no_time_is_not_read(String text) {
        assertThat(Time.parsed(text)).isNull();
    }
}
