package io.sandkeeper.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

class HealthSettingsTest {
    private static HealthSettings bound(Map<String, String> properties) {
        return Bound.to(HealthSettings.class, properties);
    }

    @Test
    void every_running_session_is_checked_every_thirty_seconds_unless_somebody_says_otherwise() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new HealthSettings(
                                true,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(3),
                                200,
                                Set.of()));
    }

    @Test
    void the_sessions_may_be_named() {
        assertThat(bound(Map.of("sandkeeper.health.only", "s-1,s-2")).only())
                .containsExactlyInAnyOrder("s-1", "s-2");
    }

    @ParameterizedTest
    @CsvSource({
        "interval,   500ms, sandkeeper.health.interval must be at least 1s",
        "when-used,  40s,   sandkeeper.health.when-used must be from 1s",
        "time-limit, 40s,   sandkeeper.health.time-limit must be longer than nothing",
        "at-once,    0,     sandkeeper.health.at-once must be from 1 to 10000",
    })
    void what_cannot_be_is_refused_with_its_name(String key, String value, String message) {
        assertThatThrownBy(() -> bound(Map.of("sandkeeper.health." + key, value)))
                .rootCause()
                .hasMessageStartingWith(message);
    }
}
