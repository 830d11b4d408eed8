package io.sandkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.herald.kafka.KafkaHerald;
import io.sandkeeper.worker.herald.kafka.StatusGuard;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Publication;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

@Timeout(120)
class StatusGuardTest {
    private static final int STEPS = 6;

    /** Shared like the topic: what is not in it counts as forgotten. */
    private static final InMemorySessionStore store = new InMemorySessionStore(Duration.ZERO);

    private static KafkaBroker broker;

    private final Chronicle chronicle = new Chronicle(store);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<StatusGuard> guards = new ArrayList<>();
    private String group = "";
    private Producer<String, byte[]> producer;
    private KafkaHerald herald;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new KafkaBroker(4);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start(TestInfo test) {
        group = test.getDisplayName().replaceAll("[^a-z_]", "");
        producer = Producers.durable(broker.settings(), "w-1");
        herald = new KafkaHerald(producer, store, Lifespan.DEFAULT, InstantSource.system(), meters);
        herald.start();
    }

    @AfterEach
    void stop() {
        guards.forEach(StatusGuard::close);
        herald.close();
    }

    private StatusGuard guard() {
        var guard =
                new StatusGuard(
                        broker.servers(),
                        group,
                        producer,
                        store,
                        Lifespan.DEFAULT,
                        meters,
                        InstantSource.system());
        guards.add(guard);
        guard.start();
        return guard;
    }

    private double repaired() {
        return meters.get("sandkeeper.status.repaired").counter().count();
    }

    /** All that the session told, as it was handed to the herald. */
    private List<Publication> live(SessionId id) {
        var told = new ArrayList<Publication>();
        for (int step = 0; step < STEPS; step++) {
            var publications = chronicle.decide(id, chronicle.life(id).get(step));
            herald.publish(id, publications);
            told.addAll(publications);
        }
        return told;
    }

    private void awaitTrimmed(SessionId id) {
        while (!store.kept(id).orElseThrow().outbox().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** A worker that held this state wakes up and sends it: what it sends it once sent before. */
    private void sendAgain(SessionId id, Publication old) {
        var woken =
                new KafkaHerald(
                        Producers.durable(broker.settings(), "frozen"),
                        new InMemorySessionStore(Duration.ZERO),
                        Lifespan.DEFAULT,
                        InstantSource.system(),
                        new SimpleMeterRegistry());
        woken.publish(
                id,
                List.of(
                        new Publication(
                                1,
                                old.id(),
                                old.type(),
                                old.time(),
                                old.trace(),
                                old.data(),
                                old.status())));
        woken.close();
    }

    private List<ConsumerRecord<String, byte[]>> states(SessionId id, int atLeast) {
        return broker.read(Topic.STATUS, records -> of(id, records).size() >= atLeast).stream()
                .filter(record -> id.value().equals(record.key()))
                .toList();
    }

    private static List<ConsumerRecord<String, byte[]>> of(
            SessionId id, List<ConsumerRecord<String, byte[]>> records) {
        return records.stream().filter(record -> id.value().equals(record.key())).toList();
    }

    private static String eventId(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader("ce_id").value(), UTF_8);
    }

    private static Publication first(List<Publication> told) {
        return told.stream().filter(one -> one.status().isPresent()).findFirst().orElseThrow();
    }

    private long written(SessionId id) {
        return store.kept(id).orElseThrow().session().ledger().sequence();
    }

    @Test
    void an_older_state_behind_a_newer_one_is_repaired() {
        var id = new SessionId("repaired");
        var told = live(id);
        awaitTrimmed(id);
        sendAgain(id, first(told));
        var before =
                of(id, broker.read(Topic.STATUS, records -> !of(id, records).isEmpty())).size();

        guard();

        var states = states(id, before + 1);
        assertThat(eventId(states.getLast())).isEqualTo(id + ":" + written(id));
        var anew = states.getLast();
        var original =
                states.stream().filter(one -> eventId(one).equals(eventId(anew))).findFirst();
        assertThat(new String(anew.value(), UTF_8))
                .isEqualTo(new String(original.orElseThrow().value(), UTF_8));
        while (repaired() < 1) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void a_burst_of_states_needs_no_repair() throws Exception {
        guard();
        var ids = IntStream.range(0, 200).mapToObj(n -> new SessionId("burst-" + n)).toList();

        ids.forEach(this::live);
        ids.forEach(this::awaitTrimmed);

        awaitVerified();
        assertThat(repaired()).isZero();
    }

    @Test
    void a_repair_that_races_with_a_newer_state_does_not_stay() {
        var id = new SessionId("racing");
        var told = new ArrayList<Publication>();
        for (int step = 0; step < 3; step++) {
            told.addAll(chronicle.decide(id, chronicle.life(id).get(step)));
        }
        herald.publish(id, told);
        awaitTrimmed(id);
        guard();
        sendAgain(id, first(told));

        for (int step = 3; step < STEPS; step++) {
            herald.publish(id, chronicle.decide(id, chronicle.life(id).get(step)));
            sendAgain(id, first(told));
        }

        var last = id + ":" + written(id);
        broker.read(
                Topic.STATUS,
                records -> {
                    var ours = of(id, records);
                    return !ours.isEmpty()
                            && ours.stream().filter(one -> eventId(one).equals(last)).count() > 1
                            && eventId(ours.getLast()).equals(last);
                });
    }

    @Test
    void the_state_of_a_session_that_is_forgotten_is_taken_away() {
        var id = new SessionId("forgotten");
        var elsewhere = new Chronicle(new InMemorySessionStore(Duration.ZERO));
        herald.publish(id, elsewhere.decide(id, elsewhere.life(id).getFirst()));
        var before = states(id, 1).size();

        guard();

        assertThat(states(id, before + 1).getLast().value()).isNull();
    }

    @Test
    void a_buried_session_has_no_state_any_more() throws Exception {
        var id = new SessionId("buried");

        herald.bury(id).get();

        assertThat(states(id, 1).getLast().value()).isNull();
    }

    @Test
    void who_comes_next_goes_on_from_what_was_verified() throws Exception {
        var id = new SessionId("handed-on");
        var told = live(id);
        awaitTrimmed(id);
        guard();
        awaitVerified();
        guards.removeLast().close();
        var position = committed();
        sendAgain(id, first(told));
        var before = states(id, 1).size();

        guard();

        assertThat(eventId(states(id, before + 1).getLast())).isEqualTo(id + ":" + written(id));
        awaitVerified();
        assertThat(committed())
                .allSatisfy(
                        (partition, at) ->
                                assertThat(at)
                                        .isGreaterThanOrEqualTo(
                                                position.getOrDefault(partition, 0L)));
        assertThat(position.values().stream().mapToLong(Long::longValue).sum()).isPositive();
    }

    private Map<Integer, Long> committed() throws Exception {
        try (var admin = admin()) {
            var offsets =
                    admin.listConsumerGroupOffsets(group + "-status")
                            .partitionsToOffsetAndMetadata()
                            .get();
            var positions = new HashMap<Integer, Long>();
            offsets.forEach((partition, at) -> positions.put(partition.partition(), at.offset()));
            return positions;
        }
    }

    /** Until everything that is in the topic is behind the commit. */
    private void awaitVerified() throws Exception {
        while (!ends().equals(committed())) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Map<Integer, Long> ends() {
        var ends = new HashMap<Integer, Long>();
        broker.read(Topic.STATUS, records -> records.size() >= total())
                .forEach(record -> ends.merge(record.partition(), record.offset() + 1, Math::max));
        return ends;
    }

    private static long total() {
        try (var admin = admin()) {
            var asked = new HashMap<TopicPartition, OffsetSpec>();
            admin.describeTopics(List.of(Topic.STATUS.topicName()))
                    .allTopicNames()
                    .get()
                    .forEach(
                            (name, topic) ->
                                    topic.partitions()
                                            .forEach(
                                                    one ->
                                                            asked.put(
                                                                    new TopicPartition(
                                                                            name, one.partition()),
                                                                    OffsetSpec.latest())));
            return admin.listOffsets(asked).all().get().values().stream()
                    .mapToLong(at -> at.offset())
                    .sum();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.servers()));
    }
}
