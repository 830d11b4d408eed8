package io.sandkeeper.worker;

import io.sandkeeper.events.Topic;
import io.sandkeeper.local.broker.BrokerProcess;
import io.sandkeeper.local.broker.Topics;
import io.sandkeeper.local.process.Child;
import io.sandkeeper.local.process.JavaCommand;
import io.sandkeeper.local.process.StackFolder;
import io.sandkeeper.local.stack.Ports;
import io.sandkeeper.worker.settings.KafkaSettings;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A real broker in a process of its own, which can be away for a while. */
final class KafkaBroker implements AutoCloseable {
    private final StackFolder folder = StackFolder.create();
    private final int port = Ports.free();
    private final int controllerPort = Ports.free();
    private int starts;
    private Child process;

    KafkaBroker(int partitions) throws Exception {
        process = begin();
        try (var topics = new Topics(servers())) {
            topics.create(partitions);
        }
    }

    private Child begin() throws Exception {
        var started =
                folder.start(
                        "kafka-" + ++starts,
                        new JavaCommand(
                                BrokerProcess.class.getName(),
                                System.getProperty("java.class.path"),
                                List.of("-Xmx256m"),
                                List.of(
                                        folder.path().resolve("kafka").toString(),
                                        Integer.toString(port),
                                        Integer.toString(controllerPort)),
                                Map.of()));
        while (!started.lastWords(100).contains("ready")) {
            if (started.endsWithin(Duration.ofMillis(50))) {
                throw new AssertionError("the broker ended: " + started.lastWords(20));
            }
        }
        return started;
    }

    String servers() {
        return "127.0.0.1:" + port;
    }

    KafkaSettings settings() {
        return settings(KafkaSettings.Compression.NONE);
    }

    KafkaSettings settings(KafkaSettings.Compression compression) {
        return new KafkaSettings(servers(), "sandkeeper", 2, Duration.ofSeconds(30), compression);
    }

    void stop() throws Exception {
        process.askToStop();
        while (!process.endsWithin(Duration.ofSeconds(1))) {
            // It writes what it has.
        }
    }

    /** The same data under the same address. */
    void startAgain() throws Exception {
        process = begin();
    }

    /** All records of a topic, by partition in their order, as soon as they are as wanted. */
    List<ConsumerRecord<String, byte[]>> read(
            Topic topic, Predicate<List<ConsumerRecord<String, byte[]>>> enough) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        var patience = Instant.now().plusSeconds(60);
        try (var consumer = consumer()) {
            consumer.assign(
                    consumer.partitionsFor(topic.topicName()).stream()
                            .map(one -> new TopicPartition(one.topic(), one.partition()))
                            .toList());
            consumer.seekToBeginning(consumer.assignment());
            while (!enough.test(records)) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                if (Instant.now().isAfter(patience)) {
                    throw new AssertionError(
                            "not as wanted in 60 s: " + records.size() + " records");
                }
            }
        }
        return records;
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers(),
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        process.askToStop();
        folder.close();
    }
}
