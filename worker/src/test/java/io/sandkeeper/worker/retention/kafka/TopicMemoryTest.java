package io.sandkeeper.worker.retention.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.retention.Memory;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** How long a topic keeps its records. */
class TopicMemoryTest {
    private static Config config(String policy, String millis) {
        return new Config(
                List.of(
                        new ConfigEntry("cleanup.policy", policy),
                        new ConfigEntry("retention.ms", millis)));
    }

    @Test
    void is_its_limit_where_it_deletes() {
        assertThat(TopicMemory.kept(config("delete", "604800000"))).contains(Duration.ofDays(7));
        assertThat(TopicMemory.kept(config("compact,delete", "1000")))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void is_for_ever_without_a_limit_or_where_nothing_is_deleted() {
        assertThat(TopicMemory.kept(config("delete", "-1"))).contains(Memory.FOREVER);
        assertThat(TopicMemory.kept(config("compact", "1000"))).contains(Memory.FOREVER);
    }

    @Test
    void is_not_known_when_the_broker_does_not_say() {
        assertThat(TopicMemory.kept(new Config(List.of()))).isEmpty();
    }
}
