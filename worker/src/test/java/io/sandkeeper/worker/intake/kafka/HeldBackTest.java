package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.door.NoRoom;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.spec.InMemorySpecStore;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Records of a session that has no room, among those of others. */
class HeldBackTest {
    private static final TopicPartition P0 = new TopicPartition("sandkeeper.requests", 0);
    private static final TopicPartition P1 = new TopicPartition("sandkeeper.requests", 1);
    private static final String FULL = Events.sessionOn(0, 2, "full-");
    private static final String GOOD = Events.sessionOn(0, 2, "good-");
    private static final String ELSEWHERE = Events.sessionOn(1, 2, "elsewhere-");

    private final FakeDoor door = new FakeDoor();
    private final List<Runnable> later = new ArrayList<>();
    private final HeldBack held = new HeldBack(later::add);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicLong nanos = new AtomicLong();
    private final List<TopicPartition> heard = new ArrayList<>();
    private final Offsets offsets = offsets();

    private Offsets offsets() {
        var counts = new IntakeMeters(new SimpleMeterRegistry());
        var post = new Post(producer);
        var desk = new RequestTaker.Desk(post, new DeadLetters(post, counts), counts, held);
        var topic =
                new TopicWatch(
                        () -> CompletableFuture.completedFuture(new TopicWatch.Seen("id", 2)));
        var listener =
                new Listener(
                        Topic.REQUESTS,
                        new RequestTaker(
                                door,
                                new InMemorySpecStore(),
                                new Understanding(Duration.ofMinutes(10)),
                                topic,
                                desk),
                        desk.deadLetters(),
                        counts,
                        Duration.ofSeconds(5),
                        () -> Events.NOW);
        return new Offsets(
                listener,
                held,
                new ConsumerAwareRebalanceListener() {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                        heard.addAll(partitions);
                    }
                },
                () -> nanos.addAndGet(Offsets.EVERY.toNanos()));
    }

    @BeforeEach
    void oneIsFull() {
        consumer.assign(List.of(P0, P1));
        offsets.onPartitionsAssigned(consumer, List.of(P0, P1));
        fill();
    }

    private void fill() {
        door.failFor(FULL, new NoRoom(new SessionId(FULL)));
    }

    private void empty() {
        door.answer(_ -> CompletableFuture.completedFuture(null));
    }

    private void poll(List<ConsumerRecord<byte[], byte[]>> records) {
        offsets.onMessage(records, consumer);
    }

    private static ConsumerRecord<byte[], byte[]> at(long offset, String session, String event) {
        return Events.at(0, offset, Events.pause(session, event));
    }

    private void aWhileLater() {
        var due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    private long committed(TopicPartition partition) {
        var committed = consumer.committed(Set.of(partition)).get(partition);
        return committed == null ? 0 : committed.offset();
    }

    @Test
    void wait_alone_and_the_others_go_on() {
        poll(List.of(at(0, GOOD, "e-0"), at(1, FULL, "e-1"), at(2, GOOD, "e-2")));
        poll(List.of(at(3, GOOD, "e-3"), Events.at(1, 7, Events.pause(ELSEWHERE, "e-4"))));

        assertThat(door.events()).containsExactly("e-0", "e-1", "e-2", "e-3", "e-4");
        assertThat(producer.history()).as("dead letters").isEmpty();
        assertThat(committed(P0)).as("up to the one that waits").isEqualTo(1);
        assertThat(committed(P1)).isEqualTo(8);
        assertThat(later).as("tried again in a while, not at once").hasSize(1);
    }

    @Test
    void are_taken_in_in_their_order_when_there_is_room_and_then_committed() {
        poll(List.of(at(0, FULL, "e-0"), at(1, FULL, "e-1"), at(2, GOOD, "e-2")));
        empty();
        poll(List.of(at(3, FULL, "e-3")));
        assertThat(door.events()).as("nothing overtakes").containsExactly("e-0", "e-2");

        aWhileLater();

        assertThat(door.events()).containsExactly("e-0", "e-2", "e-0", "e-1", "e-3");
        assertThat(held.count()).isZero();
        assertThat(later).isEmpty();

        offsets.settle(consumer);

        assertThat(committed(P0)).as("although nothing more came").isEqualTo(4);

        poll(List.of(at(4, FULL, "e-4")));
        assertThat(committed(P0)).as("as ever").isEqualTo(5);
    }

    @Test
    void are_tried_again_as_long_as_it_takes() {
        poll(List.of(at(0, FULL, "e-0"), at(1, FULL, "e-1")));

        for (int i = 0; i < 5; i++) {
            aWhileLater();
            assertThat(later).hasSize(1);
        }
        door.failFor(FULL, new StoreUnavailable("away"));
        aWhileLater();
        assertThat(held.count()).isEqualTo(2);

        empty();
        aWhileLater();

        assertThat(held.count()).isZero();
        assertThat(door.events().subList(door.events().size() - 2, door.events().size()))
                .containsExactly("e-0", "e-1");
    }

    @Test
    void are_buried_when_the_store_will_never_take_them() {
        poll(List.of(at(0, FULL, "e-0"), at(1, FULL, "e-1")));
        door.failFor(FULL, new StoreRefused("damaged"));

        aWhileLater();

        assertThat(producer.history()).hasSize(2);
        assertThat(held.count()).isZero();
    }

    @Test
    void are_forgotten_with_their_partition_and_nothing_of_it_is_committed_any_more() {
        poll(List.of(at(0, FULL, "e-0"), at(1, GOOD, "e-1")));

        offsets.onPartitionsRevokedBeforeCommit(consumer, List.of(P0));
        empty();
        aWhileLater();
        offsets.settle(consumer);

        assertThat(held.count()).isZero();
        assertThat(heard).containsExactly(P0);
        assertThat(door.events()).as("its new owner passes it").containsExactly("e-0", "e-1");
        assertThat(committed(P0)).isZero();
    }

    @Test
    void are_held_once_however_often_they_are_delivered() {
        poll(List.of(at(0, FULL, "e-0"), at(1, FULL, "e-1")));
        poll(List.of(at(0, FULL, "e-0"), at(1, FULL, "e-1")));

        assertThat(held.count()).isEqualTo(2);
    }

    @Test
    void make_their_batch_wait_when_no_more_can_be_held() {
        for (int from = 0; from < HeldBack.MOST; from += 500) {
            var some =
                    IntStream.range(from, from + 500).mapToObj(n -> at(n, FULL, "e-" + n)).toList();
            offsets.onMessage(some, consumer);
        }

        assertThatThrownBy(() -> poll(List.of(at(1_000, FULL, "more"))))
                .isInstanceOf(NotTaken.class)
                .hasRootCauseMessage("too much waits for sessions that have no room");
        poll(List.of(at(1_001, GOOD, "good")));

        assertThat(door.events()).contains("good");
        assertThat(held.count()).isEqualTo(HeldBack.MOST);

        empty();
        aWhileLater();
        poll(List.of(at(1_000, FULL, "more")));

        assertThat(door.events()).endsWith("more");
    }

    @Test
    void that_are_large_make_their_batch_wait_sooner() {
        var large = (int) (HeldBack.MOST_BYTES / 2);
        var full = new SessionId(FULL);

        assertThat(hold(full, 0, large)).isTrue();
        assertThat(hold(full, 1, large)).isTrue();
        assertThat(hold(full, 2, 1)).isFalse();
    }

    private boolean hold(SessionId session, long offset, int size) {
        return held.hold(
                session, Map.of(P0, offset), size, () -> CompletableFuture.completedFuture(null));
    }
}
