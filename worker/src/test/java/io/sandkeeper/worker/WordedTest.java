package io.sandkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.herald.kafka.KafkaHerald;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.Publication;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What is sent from an outbox is what the contract's own encoder would send. */
@Timeout(30)
class WordedTest {
    /** With what could be taken for the end of the attributes. */
    private static final List<SessionId> SESSIONS =
            List.of(new SessionId("s-1"), new SessionId("data"), new SessionId("x..data.--"));

    private final InMemorySessionStore store = new InMemorySessionStore(Duration.ofDays(1));
    private final Chronicle chronicle = new Chronicle(store);

    @Test
    void a_stored_event_becomes_the_record_that_the_contract_makes_of_it() {
        for (var id : SESSIONS) {
            for (var signal : chronicle.life(id)) {
                var publications = chronicle.decide(id, signal);

                var records = sent(id, publications);

                assertThat(records.stream().map(WordedTest::whole))
                        .containsExactlyElementsOf(
                                expected(publications).map(WordedTest::whole).toList());
            }
        }
    }

    private List<ProducerRecord<String, byte[]>> sent(
            SessionId id, List<Publication> publications) {
        var broker =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        try (var herald =
                new KafkaHerald(
                        broker,
                        store,
                        Lifespan.DEFAULT,
                        InstantSource.system(),
                        new SimpleMeterRegistry())) {
            herald.start();
            herald.publish(id, publications);
            while (!store.kept(id).orElseThrow().outbox().isEmpty()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        return List.copyOf(broker.history());
    }

    private static Stream<ProducerRecord<String, byte[]>> expected(List<Publication> publications) {
        var events = new ArrayList<String>();
        for (var publication : publications) {
            events.add(publication.data());
            publication.status().ifPresent(events::add);
        }
        return events.stream()
                .map(
                        event ->
                                switch (EventCodec.fromJson(event.getBytes(UTF_8))) {
                                    case Decoded.Accepted(var envelope) ->
                                            EventCodec.encode(envelope);
                                    case Decoded.Rejected(var rejection) ->
                                            throw new AssertionError(rejection);
                                });
    }

    private record Whole(String topic, String key, Map<String, String> headers, String value) {}

    private static Whole whole(ProducerRecord<String, byte[]> record) {
        var headers =
                StreamSupport.stream(record.headers().spliterator(), false)
                        .filter(header -> !header.key().equals("ce_time"))
                        .collect(
                                Collectors.toMap(
                                        header -> header.key(),
                                        header -> new String(header.value(), UTF_8)));
        return new Whole(record.topic(), record.key(), headers, new String(record.value(), UTF_8));
    }
}
