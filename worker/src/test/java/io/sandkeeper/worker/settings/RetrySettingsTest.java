package io.sandkeeper.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

class RetrySettingsTest {
    private static RetrySettings bound(Map<String, String> properties) {
        return Bound.to(RetrySettings.class, properties);
    }

    @Test
    void three_retries_after_one_two_and_four_seconds_unless_somebody_says_otherwise() {
        var usual = bound(Map.of());

        assertThat(usual.retries()).isEqualTo(3);
        assertThat(usual.first()).isEqualTo(Duration.ofSeconds(1));
        assertThat(usual.longest()).isEqualTo(Duration.ofSeconds(10));
        assertThat(usual.operationTime()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({
        "retries,        101,   sandkeeper.retry.retries must be from 0 to 100",
        "longest,        500ms, sandkeeper.retry.longest (PT0.5S) must not be shorter than first",
        "operation-time, 0s,    sandkeeper.retry.operation-time must be at least 1m",
    })
    void what_cannot_be_is_refused_with_its_name(String key, String value, String message) {
        assertThatThrownBy(() -> bound(Map.of("sandkeeper.retry." + key, value)))
                .rootCause()
                .hasMessageStartingWith(message);
    }
}
