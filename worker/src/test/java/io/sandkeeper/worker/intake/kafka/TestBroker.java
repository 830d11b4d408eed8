package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Topic;
import io.sandkeeper.local.broker.BrokerProcess;
import io.sandkeeper.local.broker.Topics;
import io.sandkeeper.local.process.Child;
import io.sandkeeper.local.process.JavaCommand;
import io.sandkeeper.local.process.StackFolder;
import io.sandkeeper.local.stack.Ports;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real broker in a process of its own, and what a test does to it. */
final class TestBroker implements AutoCloseable {
    private final StackFolder folder = StackFolder.create();
    private final int port = Ports.free();
    private final int controllerPort = Ports.free();
    private final Child process;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    private TestBroker() throws Exception {
        process = launch();
        admin = Admin.create(client());
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers(), "metadata.max.age.ms", 500),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    static TestBroker start() throws Exception {
        var broker = new TestBroker();
        broker.awaitReady();
        return broker;
    }

    private Child launch() {
        return folder.start(
                "kafka",
                new JavaCommand(
                        BrokerProcess.class.getName(),
                        System.getProperty("java.class.path"),
                        List.of("-Xmx256m"),
                        List.of(
                                folder.path().resolve("kafka").toString(),
                                Integer.toString(port),
                                Integer.toString(controllerPort)),
                        Map.of()));
    }

    private void awaitReady() throws Exception {
        while (!process.lastWords(100).contains("ready")) {
            if (process.endsWithin(Duration.ofMillis(50))) {
                throw new AssertionError("the broker ended: " + process.lastWords(20));
            }
        }
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", servers());
    }

    private String servers() {
        return "127.0.0.1:" + port;
    }

    Admin admin() {
        return admin;
    }

    /** It is there and answers nobody. */
    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("the broker cannot be sent " + name);
        }
    }

    /** All topics anew, and empty. */
    void topics(int partitions) throws Exception {
        var there = admin.listTopics().names().get();
        var ours = Topic.all().stream().map(Topic::topicName).filter(there::contains).toList();
        admin.deleteTopics(ours).all().get();
        Eventually.that(
                "the topics are gone",
                () -> ours.stream().noneMatch(admin.listTopics().names().get()::contains));
        try (var topics = new Topics(servers())) {
            topics.create(partitions);
        }
    }

    void grow(Topic topic, int partitions) throws Exception {
        var name = topic.topicName();
        admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
        Eventually.that(
                "the topic has grown", () -> producer.partitionsFor(name).size() == partitions);
    }

    void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        var _ = producer.send(record).get();
    }

    void sendAll(List<ProducerRecord<byte[], byte[]>> records) {
        for (var record : records) {
            var _ = producer.send(record);
        }
        producer.flush();
    }

    long committed(String group, Topic topic, int partition) throws Exception {
        var offsets = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        var at = offsets.get(new TopicPartition(topic.topicName(), partition));
        return at == null ? 0 : committed(at);
    }

    private static long committed(OffsetAndMetadata at) {
        return at.offset();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        process.kill();
        folder.close();
    }
}
