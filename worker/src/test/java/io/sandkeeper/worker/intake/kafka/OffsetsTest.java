package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Commits are seldom, are not waited for, and still come to be. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OffsetsTest {
    private static final TopicPartition P0 = new TopicPartition(Topic.REQUESTS.topicName(), 0);

    private final Committing consumer = new Committing();
    private final Offsets offsets = offsets();
    private long nanos;

    /** Its commits are answered when the test says so. */
    private static final class Committing extends MockConsumer<byte[], byte[]> {
        private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
        private final List<Map<TopicPartition, OffsetAndMetadata>> waitedFor = new ArrayList<>();
        private final Deque<Consumer<@Nullable Exception>> open = new ArrayDeque<>();

        Committing() {
            super("earliest");
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            commits.add(Map.copyOf(offsets));
            open.add(failure -> callback.onComplete(offsets, failure));
        }

        @Override
        public synchronized void commitSync(
                Map<TopicPartition, OffsetAndMetadata> offsets, Duration patience) {
            waitedFor.add(Map.copyOf(offsets));
        }

        void answer(@Nullable Exception failure) {
            open.remove().accept(failure);
        }

        List<Long> commits() {
            return offsets(commits);
        }

        List<Long> waitedFor() {
            return offsets(waitedFor);
        }

        private static List<Long> offsets(List<Map<TopicPartition, OffsetAndMetadata>> commits) {
            return commits.stream()
                    .map(one -> Objects.requireNonNull(one.get(P0)).offset())
                    .toList();
        }
    }

    private Offsets offsets() {
        var counts = new IntakeMeters(new SimpleMeterRegistry());
        var producer =
                new MockProducer<>(
                        true, null, new ByteArraySerializer(), new ByteArraySerializer());
        var listener =
                new Listener(
                        Topic.REQUESTS,
                        (_, _) -> new TakesAll(),
                        new DeadLetters(new Post(producer), counts),
                        counts,
                        Duration.ofSeconds(5),
                        () -> Events.NOW);
        return new Offsets(
                listener,
                HeldBack.forAWhile(),
                new ConsumerAwareRebalanceListener() {},
                () -> nanos);
    }

    private static final class TakesAll implements Taker.Batch {
        @Override
        public boolean add(
                ConsumerRecord<byte[], byte[]> record, Envelope<? extends Event> envelope) {
            return true;
        }

        @Override
        public void take() {}
    }

    @BeforeEach
    void own() {
        consumer.assign(List.of(P0));
        offsets.onPartitionsAssigned(consumer, List.of(P0));
    }

    private void poll(long offset) {
        poll(offset, consumer);
    }

    private void poll(long offset, Committing consumer) {
        var record = Events.at(0, offset, Events.pause("s-1", "e-" + offset));
        offsets.onMessage(List.of(record), consumer);
    }

    private void wait(Duration time) {
        nanos += time.toNanos();
    }

    private void fails() {
        consumer.answer(new RetriableCommitFailedException("no"));
    }

    @Test
    void many_polls_are_one_commit() {
        poll(0);
        poll(1);
        poll(2);
        assertThat(consumer.commits()).containsExactly(1L);

        wait(Offsets.EVERY);
        poll(3);

        assertThat(consumer.commits()).containsExactly(1L, 4L);
    }

    @Test
    void the_last_one_comes_although_nothing_more_does() {
        poll(0);
        poll(1);

        offsets.settle(consumer);
        offsets.settle(consumer);

        assertThat(consumer.commits()).containsExactly(1L, 2L);
    }

    @Test
    void what_was_not_committed_is_committed_a_moment_later_as_far_as_was_taken_by_then() {
        poll(0);
        poll(1);
        fails();

        offsets.settle(consumer);

        assertThat(consumer.commits()).containsExactly(1L, 2L);
    }

    @Test
    void one_that_failed_is_never_put_over_a_later_one() {
        poll(0);
        wait(Offsets.EVERY);
        poll(1);
        fails();
        consumer.answer(null);

        offsets.settle(consumer);

        assertThat(consumer.commits()).containsExactly(1L, 2L, 2L);
    }

    @Test
    void a_partition_that_goes_is_committed_first() {
        poll(0);
        poll(1);

        offsets.onPartitionsRevokedBeforeCommit(consumer, List.of(P0));

        assertThat(consumer.waitedFor()).containsExactly(2L);
    }

    @Test
    void what_somebody_else_owns_by_now_is_left_alone() {
        poll(0);
        offsets.onPartitionsLost(consumer, List.of(P0));
        fails();
        offsets.onPartitionsAssigned(consumer, List.of(P0));

        offsets.settle(consumer);

        assertThat(consumer.commits()).containsExactly(1L);
        assertThat(consumer.waitedFor()).isEmpty();
    }

    @Test
    void a_topic_that_is_made_anew_is_committed_anew() {
        poll(41);
        wait(Offsets.EVERY);

        poll(0);

        assertThat(consumer.commits()).containsExactly(42L, 1L);
    }

    @Test
    void a_batch_that_was_tried_for_long_says_nothing_about_what_another_has_by_now() {
        var late = new Committing();
        late.assign(List.of(P0));
        offsets.onPartitionsAssigned(late, List.of(P0));
        offsets.onPartitionsAssigned(consumer, List.of(P0));
        poll(500);
        wait(Offsets.EVERY);

        poll(20, late);
        offsets.settle(consumer);

        assertThat(consumer.commits()).containsExactly(501L);
        assertThat(late.commits()).isEmpty();
    }

    @Test
    void a_consumer_that_learns_late_what_it_lost_forgets_nothing_of_another() {
        var late = new MockConsumer<byte[], byte[]>("earliest");
        offsets.onPartitionsAssigned(late, List.of(P0));
        offsets.onPartitionsAssigned(consumer, List.of(P0));
        poll(0);
        poll(1);

        offsets.onPartitionsLost(late, List.of(P0));
        offsets.settle(consumer);

        assertThat(consumer.commits()).containsExactly(1L, 2L);
    }
}
