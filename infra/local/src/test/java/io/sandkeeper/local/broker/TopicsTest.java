package io.sandkeeper.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

@Timeout(60)
class TopicsTest {
    private static final int PARTITIONS = 4;
    private static RealBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = RealBroker.start(PARTITIONS);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void every_topic_of_the_contract_is_there_as_declared() throws Exception {
        try (var admin = admin()) {
            for (var topic : Topic.all()) {
                assertThat(settings(admin, topic)).containsAllEntriesOf(topic.config());
                assertThat(partitions(admin, topic))
                        .isEqualTo(topic == Topic.PLATFORM ? 1 : PARTITIONS);
            }
        }
    }

    @Test
    void creating_them_again_changes_nothing() throws Exception {
        try (var topics = new Topics(broker.servers())) {
            topics.create(2 * PARTITIONS);
        }

        try (var admin = admin()) {
            assertThat(partitions(admin, Topic.REQUESTS)).isEqualTo(PARTITIONS);
        }
    }

    @Test
    void the_dead_letter_topic_takes_a_record_of_the_largest_size() throws Exception {
        var largest = new byte[Topic.DEAD_LETTER.maxBytes() - 1024];
        var settings =
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.servers(),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.DEAD_LETTER.maxBytes());
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var sent =
                    producer.send(
                            new ProducerRecord<>(Topic.DEAD_LETTER.topicName(), "k", largest));

            assertThat(sent.get(20, TimeUnit.SECONDS).serializedValueSize())
                    .isEqualTo(largest.length);
        }
    }

    @Test
    void a_broker_that_is_let_go_ends_and_its_folder_with_it() throws Exception {
        var another = RealBroker.start(1);
        assertThat(another.folder()).isDirectory();

        another.process().askToStop();

        assertThat(another.process().endsWithin(Duration.ofSeconds(10))).isTrue();
        another.close();
        assertThat(another.folder()).doesNotExist();
    }

    private static int partitions(Admin admin, Topic topic) throws Exception {
        var name = topic.topicName();
        return admin.describeTopics(List.of(name)).allTopicNames().get().values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    private static Map<String, String> settings(Admin admin, Topic topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        return admin.describeConfigs(List.of(resource)).all().get().values().stream()
                .flatMap(config -> config.entries().stream())
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.servers()));
    }
}
