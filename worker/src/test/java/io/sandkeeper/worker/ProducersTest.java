package io.sandkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.settings.KafkaSettings.Compression;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class ProducersTest {
    @Test
    void what_is_told_arrives_with_every_compression_that_can_be_set() throws Exception {
        try (var broker = new KafkaBroker(1)) {
            for (var compression : Compression.values()) {
                var settings = broker.settings(compression);
                try (var producer = Producers.durable(settings, "w-1")) {
                    producer.send(record(compression)).get();
                }
            }

            var read =
                    broker.read(Topic.LIFECYCLE, all -> all.size() == Compression.values().length);

            assertThat(read)
                    .extracting(ConsumerRecord::key)
                    .containsExactlyElementsOf(
                            Arrays.stream(Compression.values()).map(Compression::word).toList());
        }
    }

    private static ProducerRecord<String, byte[]> record(Compression compression) {
        return new ProducerRecord<>(
                Topic.LIFECYCLE.topicName(),
                compression.word(),
                "{}".repeat(100).getBytes(StandardCharsets.UTF_8));
    }
}
