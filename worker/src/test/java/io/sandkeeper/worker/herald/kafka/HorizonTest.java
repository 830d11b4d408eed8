package io.sandkeeper.worker.herald.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

class HorizonTest {
    private static final TopicPartition PARTITION = new TopicPartition("status", 0);
    private static final SessionId SESSION = new SessionId("s-1");
    private static final Touched.Last READ = new Touched.Last(PARTITION, 4, 1, Instant.EPOCH);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final Horizon horizon = new Horizon(consumer);

    @BeforeEach
    void readUpToFive() {
        consumer.assign(List.of(PARTITION));
        consumer.seek(PARTITION, 5);
        consumer.updateEndOffsets(Map.of(PARTITION, 7L));
    }

    @Test
    void what_looks_older_at_first_is_not_believed() {
        assertThat(horizon.ahead(Map.of(SESSION, READ))).isEqualTo(Map.of(SESSION, 7L));
    }

    @Test
    void it_is_not_believed_while_there_is_more_to_read() {
        assertThat(horizon.ahead(Map.of(SESSION, READ.doubtedUpTo(7))))
                .isEqualTo(Map.of(SESSION, 7L));
    }

    @Test
    void it_is_older_when_nothing_newer_came_up_to_there_whatever_came_behind() {
        consumer.seek(PARTITION, 7);
        consumer.updateEndOffsets(Map.of(PARTITION, 9L));

        assertThat(horizon.ahead(Map.of(SESSION, READ.doubtedUpTo(7)))).isEmpty();
    }
}
