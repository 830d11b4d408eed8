package io.sandkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.SandboxStatus;
import io.sandkeeper.events.SessionState;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.herald.kafka.KafkaHerald;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.InMemorySessionStore;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

@Timeout(180)
@Isolated("it measures how long others wait meanwhile")
class BrokerAwayTest {
    private static final int SESSIONS = 1_000;

    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(1));
    private final Chronicle chronicle = new Chronicle(store);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<SessionId> sessions =
            IntStream.range(0, SESSIONS).mapToObj(n -> new SessionId("s-" + n)).toList();

    @Test
    void while_the_broker_is_away_nobody_waits_and_when_it_is_back_all_is_there_in_order()
            throws Exception {
        try (var broker = new KafkaBroker(8);
                var herald =
                        new KafkaHerald(
                                Producers.durable(broker.settings(), "w-1"),
                                store,
                                Lifespan.DEFAULT,
                                InstantSource.system(),
                                meters)) {
            herald.start();
            tell(herald, 0);
            awaitTrimmed();
            broker.stop();

            var longest = Duration.ZERO;
            for (int step = 1; step < 6; step++) {
                var took = tell(herald, step);
                longest = took.compareTo(longest) > 0 ? took : longest;
            }

            assertThat(longest).isLessThan(Duration.ofMillis(500));
            assertThat(meters.get("sandkeeper.outbox.waiting").gauge().value()).isEqualTo(SESSIONS);
            broker.startAgain();
            awaitTrimmed();
            assertThatAllIsThereInOrder(broker);
            assertThat(meters.get("sandkeeper.outbox.waiting").gauge().value()).isZero();
            assertThat(meters.get("sandkeeper.outbox.age").gauge().value()).isZero();
        }
    }

    /** One more step of each session; how long the slowest of the callers was held up. */
    private Duration tell(KafkaHerald herald, int step) {
        var longest = 0L;
        for (var id : sessions) {
            var publications = chronicle.decide(id, chronicle.life(id).get(step));
            var before = System.nanoTime();
            herald.publish(id, publications);
            longest = Math.max(longest, System.nanoTime() - before);
        }
        return Duration.ofNanos(longest);
    }

    private void awaitTrimmed() {
        while (sessions.stream().anyMatch(id -> !store.kept(id).orElseThrow().outbox().isEmpty())) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void assertThatAllIsThereInOrder(KafkaBroker broker) {
        var expected = new HashMap<String, Long>();
        store.told(sessions).forEach((id, told) -> expected.put(id.value(), told.sequence()));
        var events = broker.read(Topic.LIFECYCLE, records -> lastOfEach(records).equals(expected));
        var seen = new HashMap<String, TreeMap<Long, Long>>();
        events.forEach(
                record ->
                        seen.computeIfAbsent(record.key(), _ -> new TreeMap<>())
                                .putIfAbsent(sequence(record), record.offset()));
        expected.forEach(
                (id, last) -> {
                    var places = seen.getOrDefault(id, new TreeMap<>());
                    assertThat(places.keySet())
                            .containsExactlyElementsOf(
                                    LongStream.rangeClosed(1, last).boxed().toList());
                    assertThat(List.copyOf(places.values())).isSorted();
                });
        assertThat(events)
                .allSatisfy(
                        record ->
                                assertThat(decoded(Topic.LIFECYCLE, record))
                                        .isInstanceOf(Lifecycle.class))
                .allSatisfy(
                        record ->
                                assertThat(record.headers().lastHeader(WorkerStamp.HEADER).value())
                                        .isEqualTo("w-1".getBytes(UTF_8)));
        var states = broker.read(Topic.STATUS, records -> lastOfEach(records).equals(expected));
        var latest = new HashMap<String, ConsumerRecord<String, byte[]>>();
        states.forEach(record -> latest.put(record.key(), record));
        assertThat(latest.values())
                .hasSize(SESSIONS)
                .allSatisfy(
                        record ->
                                assertThat(decoded(Topic.STATUS, record))
                                        .isInstanceOfSatisfying(
                                                SandboxStatus.class,
                                                status ->
                                                        assertThat(status.standing().state())
                                                                .isEqualTo(SessionState.PAUSED)));
    }

    private static Map<String, Long> lastOfEach(List<ConsumerRecord<String, byte[]>> records) {
        var last = new HashMap<String, Long>();
        records.forEach(record -> last.put(record.key(), sequence(record)));
        return last;
    }

    private static long sequence(ConsumerRecord<String, byte[]> record) {
        var id = new String(record.headers().lastHeader("ce_id").value(), UTF_8);
        return Long.parseLong(id.substring(id.lastIndexOf(':') + 1));
    }

    private static Object decoded(Topic topic, ConsumerRecord<String, byte[]> record) {
        return switch (EventCodec.decode(topic, record)) {
            case Decoded.Accepted(var envelope) -> envelope.data();
            case Decoded.Rejected(var rejection) -> rejection;
        };
    }
}
