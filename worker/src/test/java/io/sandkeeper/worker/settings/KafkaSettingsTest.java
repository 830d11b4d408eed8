package io.sandkeeper.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.worker.settings.KafkaSettings.Compression;

import org.junit.jupiter.api.Test;

import java.util.Map;

class KafkaSettingsTest {
    private static KafkaSettings bound(Map<String, String> properties) {
        return Bound.to(KafkaSettings.class, properties);
    }

    @Test
    void events_are_told_so_that_every_client_can_read_them_unless_somebody_says_otherwise() {
        assertThat(bound(Map.of()).compression()).isEqualTo(Compression.NONE);
        assertThat(bound(Map.of("sandkeeper.kafka.compression", "zstd")).compression())
                .isEqualTo(Compression.ZSTD);
    }

    @Test
    void an_unknown_compression_is_refused_by_name() {
        assertThatThrownBy(() -> bound(Map.of("sandkeeper.kafka.compression", "rar")))
                .hasStackTraceContaining("sandkeeper.kafka.compression")
                .hasStackTraceContaining("rar");
    }

    @Test
    void at_least_one_consumer_runs() {
        assertThatThrownBy(() -> bound(Map.of("sandkeeper.kafka.consumers", "0")))
                .rootCause()
                .hasMessage("sandkeeper.kafka.consumers must be at least 1, not 0");
    }
}
