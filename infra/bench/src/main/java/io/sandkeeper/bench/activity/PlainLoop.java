package io.sandkeeper.bench.activity;

import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.Map;

/** The least that anybody who reads the records must do. */
final class PlainLoop {
    /** As many as the worker takes. */
    private static final int AT_ONCE = 5_000;

    private final boolean decoding;

    PlainLoop(boolean decoding) {
        this.decoding = decoding;
    }

    /** Reads all of them from the beginning, and returns how many were valid. */
    int read(String servers, String group, int records) {
        var config =
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ConsumerConfig.GROUP_ID_CONFIG, group,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AT_ONCE);
        try (var consumer =
                new KafkaConsumer<>(
                        config, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor(Topic.ACTIVITY.topicName()).stream()
                            .map(one -> new TopicPartition(one.topic(), one.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            int read = 0;
            int valid = 0;
            while (read < records) {
                var polled = consumer.poll(Duration.ofMillis(100));
                read += polled.count();
                valid += decoding ? decoded(polled) : polled.count();
            }
            return valid;
        }
    }

    private static int decoded(ConsumerRecords<String, byte[]> polled) {
        int valid = 0;
        for (var record : polled) {
            if (EventCodec.decode(Topic.ACTIVITY, record) instanceof Decoded.Accepted) {
                valid++;
            }
        }
        return valid;
    }
}
