package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A real broker, kafkajs and the CloudEvents SDK for JavaScript: what another language sees and
 * sends.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class JavaScriptTest {
    @TempDir static Path folder;
    private static @Nullable Broker broker;

    @BeforeAll
    static void start() throws Exception {
        Node.need();
        var started = Broker.start(folder);
        broker = started;
        started.create(
                Topic.all().stream()
                        .map(
                                topic ->
                                        new NewTopic(
                                                        topic.topicName(),
                                                        partitions(topic),
                                                        (short) 1)
                                                .configs(topic.config()))
                        .toList());
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void a_consumer_in_javascript_reads_every_event() throws Exception {
        var partitions = new HashMap<String, Integer>();
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", address()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            for (var type : EventType.values()) {
                var sent = producer.send(Examples.record(type)).get();
                partitions.put(type.wireName(), sent.partition());
            }
        }

        var arguments =
                Stream.concat(
                                Stream.of(address(), Integer.toString(EventType.values().length)),
                                Topic.all().stream().map(Topic::topicName))
                        .toArray(String[]::new);
        var read = new HashMap<String, JsonNode>();
        for (var line : Node.run("", "follow.js", arguments)) {
            var event = Trees.MAPPER.readTree(line);
            read.put(event.get("type").asString(), event);
        }

        assertThat(read).hasSize(EventType.values().length);
        for (var type : EventType.values()) {
            var event = Objects.requireNonNull(read.get(type.wireName()));
            assertThat(event.get("data")).isEqualTo(Trees.read(Examples.json(type)));
            assertThat(event.get("topic").asString()).isEqualTo(type.topic().topicName());
            assertThat(event.get("partition").asInt()).isEqualTo(partitions.get(type.wireName()));
            assertThat(event.get("id").asString()).isEqualTo("evt-1");
            assertThat(event.get("source").asString()).isEqualTo("/tests");
            assertThat(event.get("time").asString()).isEqualTo("2026-03-01T12:00:00.123Z");
            assertThat(event.get("subject").asString()).isEqualTo(event.get("key").asString());
            assertThat(event.get("traceparent").asString()).isEqualTo(Examples.TRACE.traceparent());
        }
    }

    @Test
    void a_request_from_javascript_is_accepted_on_its_session_s_partition() throws Exception {
        var topic = new NewTopic("requests-from-javascript", 64, (short) 1);
        Objects.requireNonNull(broker).create(List.of(topic));
        var lines = new ArrayList<String>();
        for (var mode : List.of("binary", "structured")) {
            var event =
                    Map.of(
                            "id", "evt-" + mode,
                            "source", "/upstream",
                            "type", EventType.SANDBOX_REQUESTED.wireName(),
                            "time", "2026-03-01T12:00:00.000Z",
                            "subject", "ses-7f3a2c",
                            "datacontenttype", "application/json",
                            "data", Trees.read(Examples.json(EventType.SANDBOX_REQUESTED)));
            lines.add(
                    Trees.MAPPER.writeValueAsString(
                            Map.of(
                                    "topic",
                                    topic.name(),
                                    "key",
                                    "ses-7f3a2c",
                                    "mode",
                                    mode,
                                    "event",
                                    event)));
        }

        Node.run(String.join("\n", lines), "request.js", address());
        var records = read(topic.name(), 64, 2);

        assertThat(records)
                .extracting(ConsumerRecord::partition)
                .containsOnly(partition("ses-7f3a2c", 64));
        for (var record : records) {
            var decoded = EventCodec.decode(Topic.REQUESTS, record);
            assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
            assertThat(((Decoded.Accepted) decoded).data())
                    .isEqualTo(Examples.event(EventType.SANDBOX_REQUESTED));
        }
    }

    private static String address() {
        return Objects.requireNonNull(broker).address();
    }

    // Fewer than in production: the test is about the events, and every partition costs time.
    private static int partitions(Topic topic) {
        return Math.min(4, topic.defaultPartitions());
    }

    /** As Java's own producer chooses it. */
    private static int partition(String key, int partitions) {
        var bytes = key.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
    }

    private static List<ConsumerRecord<String, byte[]>> read(
            String topic, int partitions, int count) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", address(), "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(
                    IntStream.range(0, partitions)
                            .mapToObj(i -> new TopicPartition(topic, i))
                            .toList());
            var deadline = Instant.now().plusSeconds(20);
            while (records.size() < count && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        assertThat(records).hasSize(count);
        return records;
    }
}
