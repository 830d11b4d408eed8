package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.HealthSignal;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What only a real broker can show. */
@Timeout(120)
class KafkaIntakeTest {
    private static final int PARTITIONS = 4;
    private static TestBroker broker;

    private final FakeDoor door = new FakeDoor();

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void newTopics() throws Exception {
        broker.topics(PARTITIONS);
    }

    private static Origin.Position position(FakeDoor.Passed passed) {
        return ((Signal.Intent) passed.signal()).origin().position().orElseThrow();
    }

    private static void sendToItsPlace(String session, String event, int among) throws Exception {
        var record = Events.pause(session, event);
        broker.send(Events.to(Events.place(session, among), record.key(), record));
    }

    private static void awaitCommitted(RunningIntake intake, int partition, long offset)
            throws Exception {
        Eventually.that(
                "offset %d of partition %d is committed".formatted(offset, partition),
                () -> broker.committed(intake.group(), Topic.REQUESTS, partition) == offset);
    }

    @Test
    void a_topic_that_is_deleted_and_made_anew_is_another_log_for_the_same_running_worker()
            throws Exception {
        try (var _ = RunningIntake.at(broker, door)) {
            sendToItsPlace("s-1", "before", PARTITIONS);
            var before = position(door.next());

            broker.topics(PARTITIONS);
            sendToItsPlace("s-1", "after", PARTITIONS);
            var after = position(door.next());

            assertThat(after.offset()).isEqualTo(before.offset()).isZero();
            assertThat(after.topic()).isNotEqualTo(before.topic());
            assertThat(after.topic()).startsWith("sandkeeper.requests/");
        }
    }

    @Test
    void a_topic_that_grows_brings_its_sessions_in_their_new_partitions_whoever_produces()
            throws Exception {
        var session = Events.sessionOn(7, 8, "s-");
        try (var _ = RunningIntake.at(broker, door)) {
            sendToItsPlace(session, "small", 4);
            assertThat(position(door.next()).topic()).endsWith("/3");

            broker.grow(Topic.REQUESTS, 8);
            sendToItsPlace(session, "grown", 8);
            var grown = door.next();
            sendToItsPlace(session, "by-one-that-has-not-heard-of-it", 4);
            var forwarded = door.next();

            assertThat(grown.event()).isEqualTo("grown");
            assertThat(position(grown).topic()).endsWith("/7");
            assertThat(forwarded.event()).isEqualTo("by-one-that-has-not-heard-of-it");
            assertThat(position(forwarded))
                    .isEqualTo(new Origin.Position(position(grown).topic(), 1));
        }
    }

    @Test
    void a_record_on_another_partition_is_sent_to_its_session_s_and_only_then_committed()
            throws Exception {
        var session = Events.sessionOn(2, PARTITIONS, "s-");
        try (var intake = RunningIntake.at(broker, door)) {
            broker.send(Events.to(0, null, Events.pause(session, "without-a-key")));
            var first = door.next();
            broker.send(Events.to(1, new byte[] {'x'}, Events.pause(session, "another-key")));
            var second = door.next();

            assertThat(List.of(first.event(), second.event()))
                    .containsExactly("without-a-key", "another-key");
            assertThat(position(first).topic()).endsWith("/2");
            assertThat(position(second).topic()).endsWith("/2");
            awaitCommitted(intake, 0, 1);
            awaitCommitted(intake, 1, 1);
            awaitCommitted(intake, 2, 2);
            assertThat(door.all()).hasSize(2);
        }
    }

    @Test
    void what_is_not_an_event_is_kept_as_it_came_and_holds_up_nothing() throws Exception {
        var key = "any key".getBytes(StandardCharsets.UTF_8);
        var topic = Topic.REQUESTS.topicName();
        try (var intake = RunningIntake.at(broker, door)) {
            broker.send(new ProducerRecord<>(topic, 1, key, new byte[] {'{'}));
            broker.send(new ProducerRecord<>(topic, 1, null, null));
            sendToItsPlace(Events.sessionOn(1, PARTITIONS, "s-"), "good", PARTITIONS);

            assertThat(door.next().event()).isEqualTo("good");
            awaitCommitted(intake, 1, 3);
            var letters = read(Topic.DEAD_LETTER, 2);
            assertThat(letters).extracting(ConsumerRecord::key).containsOnlyOnce(key);
            assertThat(letters)
                    .extracting(ConsumerRecord::value)
                    .containsExactlyInAnyOrder(new byte[] {'{'}, null);
        }
    }

    @Test
    void a_dead_letter_that_the_broker_will_never_keep_does_not_block_its_partition()
            throws Exception {
        limit(Topic.DEAD_LETTER, 1_000);
        var large = new byte[20_000];
        new java.util.Random(7).nextBytes(large);
        try (var intake = RunningIntake.at(broker, door)) {
            broker.send(new ProducerRecord<>(Topic.REQUESTS.topicName(), 1, null, large));
            sendToItsPlace(Events.sessionOn(1, PARTITIONS, "s-"), "good", PARTITIONS);

            assertThat(door.next().event()).isEqualTo("good");
            awaitCommitted(intake, 1, 2);
            assertThat(intake.meters().get("sandkeeper.dead.letters.lost").counter().count())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_storm_on_one_key_does_not_delay_the_others_more_than_its_share() throws Exception {
        int storm = 20_000;
        var loud = Events.sessionOn(0, PARTITIONS, "loud-");
        broker.sendAll(
                IntStream.range(0, storm)
                        .mapToObj(n -> Events.to(0, null, Events.pause(loud, "storm-" + n)))
                        .toList());
        for (int partition = 1; partition < PARTITIONS; partition++) {
            sendToItsPlace(
                    Events.sessionOn(partition, PARTITIONS, "quiet-"),
                    "quiet-" + partition,
                    PARTITIONS);
        }

        try (var intake = RunningIntake.at(broker, door)) {
            awaitCommitted(intake, 0, storm);

            var events = List.copyOf(door.events());
            assertThat(events).hasSize(storm + PARTITIONS - 1);
            for (int partition = 1; partition < PARTITIONS; partition++) {
                assertThat(events.indexOf("quiet-" + partition)).isLessThan(storm / PARTITIONS);
            }
            assertThat(events.stream().filter(event -> event.startsWith("storm")).toList())
                    .isEqualTo(IntStream.range(0, storm).mapToObj(n -> "storm-" + n).toList());
        }
    }

    @Test
    void a_store_that_is_away_pauses_the_intake_which_stays_in_its_group_and_heals_by_itself()
            throws Exception {
        var pollOften = Map.<String, Object>of("max.poll.interval.ms", 2_000);
        door.answer(_ -> CompletableFuture.failedFuture(new StoreUnavailable("away")));
        sendToItsPlace("s-1", "e-1", PARTITIONS);
        try (var intake =
                RunningIntake.at(
                        broker, door, pollOften, Duration.ofMillis(500), Duration.ofSeconds(60))) {
            door.next();
            var members = members(intake.group());
            // Half a second, one, two, and four: longer than a consumer may go without a poll.
            Eventually.that("it is tried four times more", () -> door.all().size() >= 5);
            sendToItsPlace("s-1", "e-2", PARTITIONS);

            door.answer(_ -> CompletableFuture.completedFuture(null));
            awaitCommitted(intake, Events.place("s-1", PARTITIONS), 2);

            assertThat(members(intake.group())).isEqualTo(members).hasSize(1);
            assertThat(door.events()).endsWith("e-1", "e-2");
        }
    }

    @Test
    void a_question_about_health_is_handed_on_from_whichever_partition_it_is_on() throws Exception {
        try (var intake = RunningIntake.at(broker, door)) {
            var question = Events.checkRequested("s-1", "e-1");
            broker.send(
                    Events.to(
                            (Events.place("s-1", PARTITIONS) + 1) % PARTITIONS,
                            question.key(),
                            question));
            broker.send(Events.observed("s-2", HealthSignal.Outcome.TIMEOUT, "e-2"));

            assertThat(intake.concern().nextAsked().origin().event().value()).isEqualTo("e-1");
            Eventually.that(
                    "the observation is handed on", () -> intake.concern().doubted().size() == 1);
            assertThat(door.all()).isEmpty();
        }
    }

    @Test
    void lag_age_and_outcomes_are_metered() throws Exception {
        try (var intake = RunningIntake.at(broker, door)) {
            sendToItsPlace("s-1", "e-1", PARTITIONS);
            broker.send(Events.usedSandbox("unknown", "e-2"));
            awaitCommitted(intake, Events.place("s-1", PARTITIONS), 1);

            var meters = intake.meters();
            var records =
                    meters.get("sandkeeper.intake.records")
                            .tag("topic", Topic.REQUESTS.topicName());
            assertThat(records.tag("outcome", "taken").counter().count()).isEqualTo(1);
            assertThat(meters.get("sandkeeper.intake.delay").timer().count()).isPositive();
            assertThat(meters.get("kafka.consumer.fetch.manager.records.lag.max").meters())
                    .isNotEmpty();
            assertThat(meters.get("kafka.producer.record.send.total").meters()).isNotEmpty();
            Eventually.that(
                    "use of an unknown sandbox is counted",
                    () ->
                            meters
                                            .find("sandkeeper.intake.records")
                                            .tag("outcome", "unknown-sandbox")
                                            .counters()
                                            .stream()
                                            .mapToDouble(counter -> counter.count())
                                            .sum()
                                    == 1);
        }
    }

    private static List<String> members(String group) throws Exception {
        var described = broker.admin().describeConsumerGroups(List.of(group)).all().get();
        return described.values().stream()
                .flatMap(one -> one.members().stream())
                .map(MemberDescription::consumerId)
                .toList();
    }

    private static void limit(Topic topic, int bytes) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        var entry = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
        broker.admin()
                .incrementalAlterConfigs(
                        Map.of(
                                resource,
                                List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Topic topic, int count) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer =
                new KafkaConsumer<>(
                        broker.client(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            var all =
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(n -> new TopicPartition(topic.topicName(), n))
                            .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (records.size() < count) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
