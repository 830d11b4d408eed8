package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.session.SpecId;
import io.sandkeeper.worker.spec.InMemorySpecStore;
import io.sandkeeper.worker.spec.Spec;
import io.sandkeeper.worker.spec.SpecStore;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

class ListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final TopicWatch.Seen TOPIC = new TopicWatch.Seen("id", 1);

    private final FakeDoor door = new FakeDoor();
    private final InMemorySpecStore specs = new InMemorySpecStore();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger commits = new AtomicInteger();
    private final HeldBack held = new HeldBack(_ -> {});
    private MockProducer<byte[], byte[]> producer = producer(true);

    private static MockProducer<byte[], byte[]> producer(boolean answers) {
        return new MockProducer<>(
                answers, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Listener listener(SpecStore store, TopicWatch.Seen topic, Duration patience) {
        var counts = new IntakeMeters(meters);
        var post = new Post(producer);
        var desk = new RequestTaker.Desk(post, new DeadLetters(post, counts), counts, held);
        var watch = new TopicWatch(() -> CompletableFuture.completedFuture(topic));
        return new Listener(
                Topic.REQUESTS,
                new RequestTaker(
                        door, store, new Understanding(Duration.ofMinutes(10)), watch, desk),
                desk.deadLetters(),
                counts,
                patience,
                () -> Events.NOW.plusSeconds(3));
    }

    private void poll(Listener listener, List<ConsumerRecord<byte[], byte[]>> records) {
        listener.onMessage(records, commits::incrementAndGet);
    }

    private void poll(List<ConsumerRecord<byte[], byte[]>> records) {
        poll(listener(specs, TOPIC, PATIENCE), records);
    }

    private double count(String outcome) {
        return meters.get("sandkeeper.intake.records").tag("outcome", outcome).counter().count();
    }

    private static String header(ProducerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> garbage(long offset) {
        return Events.at(
                0,
                offset,
                new ProducerRecord<>(
                        Topic.REQUESTS.topicName(), null, new byte[] {1}, new byte[] {'{'}));
    }

    @Test
    void a_poll_is_passed_in_order_with_its_specs_and_then_committed() {
        poll(
                List.of(
                        Events.at(0, 4, Events.requested("s-1", "e-1")),
                        Events.at(0, 5, Events.pause("s-1", "e-2"))));

        assertThat(door.events()).containsExactly("e-1", "e-2");
        assertThat(door.all().getFirst().log()).isEqualTo("sandkeeper.requests/id/0");
        assertThat(specs.load(new SpecId("s-1/e-1"))).isPresent();
        assertThat(commits).hasValue(1);
        assertThat(count("taken")).isEqualTo(2);
        assertThat(
                        meters.get("sandkeeper.intake.delay")
                                .timer()
                                .totalTime(java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo(3);
    }

    @Nested
    class A_record_that_cannot_be_processed {
        @Test
        void is_buried_with_the_reason_and_holds_up_nobody() {
            poll(List.of(garbage(0), Events.at(0, 1, Events.pause("s-1", "e-1"))));

            assertThat(door.events()).containsExactly("e-1");
            assertThat(commits).hasValue(1);
            assertThat(producer.history()).hasSize(1);
            assertThat(producer.history().getFirst().topic()).isEqualTo("sandkeeper.dead-letter");
            var rule = header(producer.history().getFirst(), "sandkeeper-rule");
            assertThat(meters.get("sandkeeper.dead.letters").tag("reason", rule).counter().count())
                    .isEqualTo(1);
        }

        @Test
        void is_not_left_behind_before_the_broker_has_it() {
            producer = producer(false);
            var listener = listener(specs, TOPIC, Duration.ofMillis(50));

            assertThatThrownBy(() -> poll(listener, List.of(garbage(0))))
                    .isInstanceOf(NotTaken.class);

            assertThat(commits).hasValue(0);
        }

        @Test
        void does_not_block_for_ever_when_the_broker_will_never_keep_it() {
            producer.sendException = new RecordTooLargeException("3 MiB");

            poll(List.of(garbage(0)));

            assertThat(commits).hasValue(1);
            assertThat(meters.get("sandkeeper.dead.letters.lost").counter().count()).isEqualTo(1);
            assertThat(meters.find("sandkeeper.dead.letters").counter()).isNull();
        }

        @Test
        void waits_for_the_operator_when_a_right_is_missing() {
            producer.sendException = new TopicAuthorizationException("sandkeeper.dead-letter");

            assertThatThrownBy(() -> poll(List.of(garbage(0)))).isInstanceOf(NotTaken.class);

            assertThat(commits).hasValue(0);
        }
    }

    @Nested
    class A_session_that_the_store_does_not_take {
        @Test
        void is_buried_alone() {
            door.failFor("bad", new StoreRefused("too large"));

            poll(
                    List.of(
                            Events.at(0, 0, Events.pause("good", "e-1")),
                            Events.at(0, 1, Events.pause("bad", "e-2")),
                            Events.at(0, 2, Events.pause("fine", "e-3"))));

            assertThat(door.events()).containsExactly("e-1", "e-2", "e-3");
            assertThat(commits).hasValue(1);
            assertThat(producer.history()).hasSize(1);
            assertThat(header(producer.history().getFirst(), "ce_id")).isEqualTo("e-2");
        }

        @Test
        void fails_the_batch_when_the_store_is_only_away() {
            door.failFor("bad", new StoreUnavailable("away"));

            assertThatThrownBy(() -> poll(List.of(Events.at(0, 0, Events.pause("bad", "e")))))
                    .isInstanceOf(NotTaken.class);

            assertThat(commits).hasValue(0);
            assertThat(producer.history()).isEmpty();
        }
    }

    @Test
    void a_spec_that_the_store_does_not_take_fails_none_of_the_others() {
        var picky = new Picky(new SpecId("bad/e-2"), specs);

        poll(
                listener(picky, TOPIC, PATIENCE),
                List.of(
                        Events.at(0, 0, Events.requested("good", "e-1")),
                        Events.at(0, 1, Events.requested("bad", "e-2")),
                        Events.at(0, 2, Events.requested("fine", "e-3"))));

        assertThat(door.events()).containsExactly("e-1", "e-3");
        assertThat(specs.load(new SpecId("good/e-1"))).isPresent();
        assertThat(specs.load(new SpecId("fine/e-3"))).isPresent();
        assertThat(header(producer.history().getFirst(), "ce_id")).isEqualTo("e-2");
        assertThat(commits).hasValue(1);
    }

    /** Refuses one document, and with it everything that is saved together with it. */
    private record Picky(SpecId bad, SpecStore others) implements SpecStore {
        @Override
        public void save(Map<SpecId, Spec> many) {
            if (many.containsKey(bad)) {
                throw new StoreRefused("not this one");
            }
            others.save(many);
        }

        @Override
        public Optional<Spec> load(SpecId id) {
            return others.load(id);
        }
    }

    @Nested
    class A_record_on_another_partition_than_its_session_s {
        private final String session = Events.sessionOn(2, 4, "s-");
        private final List<ConsumerRecord<byte[], byte[]>> elsewhere =
                List.of(Events.at(1, 9, Events.pause(session, "e-1")));

        @Test
        void is_sent_there_and_is_then_done() {
            poll(listener(specs, new TopicWatch.Seen("id", 4), PATIENCE), elsewhere);

            assertThat(door.all()).isEmpty();
            assertThat(producer.history()).hasSize(1);
            assertThat(producer.history().getFirst().partition()).isEqualTo(2);
            assertThat(commits).hasValue(1);
            assertThat(count("forwarded")).isEqualTo(1);
        }

        @Test
        void is_not_done_before_the_broker_has_it() {
            producer = producer(false);
            var listener = listener(specs, new TopicWatch.Seen("id", 4), Duration.ofMillis(50));

            assertThatThrownBy(() -> poll(listener, elsewhere)).isInstanceOf(NotTaken.class);

            assertThat(commits).hasValue(0);
        }
    }

    @Test
    void a_batch_that_takes_too_long_is_not_committed() {
        door.answer(_ -> new CompletableFuture<>());
        var listener = listener(specs, TOPIC, Duration.ofMillis(50));

        assertThatThrownBy(() -> poll(listener, List.of(Events.at(0, 0, Events.pause("s", "e")))))
                .isInstanceOf(NotTaken.class)
                .hasMessageContaining("within");

        assertThat(commits).hasValue(0);
    }
}
