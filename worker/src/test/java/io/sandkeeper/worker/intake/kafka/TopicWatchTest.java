package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

class TopicWatchTest {
    private CompletableFuture<TopicWatch.Seen> now = seen("first", 4);
    private final AtomicInteger questions = new AtomicInteger();
    private final TopicWatch watch =
            new TopicWatch(
                    () -> {
                        questions.incrementAndGet();
                        return now;
                    });

    private static CompletableFuture<TopicWatch.Seen> seen(String identity, int partitions) {
        return CompletableFuture.completedFuture(new TopicWatch.Seen(identity, partitions));
    }

    private String identity(int partition, long... offsets) {
        return watch.seen(records(partition, offsets)).identity();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(int partition, long... offsets) {
        return java.util.stream.LongStream.of(offsets)
                .mapToObj(offset -> Events.at(partition, offset, Events.pause("s", "e")))
                .toList();
    }

    @Test
    void asks_once_as_long_as_offsets_go_on() {
        watch.refresh();

        assertThat(identity(0, 0, 1, 2)).isEqualTo("first");
        assertThat(identity(1, 7)).isEqualTo("first");
        assertThat(identity(0, 3)).isEqualTo("first");

        assertThat(questions).hasValue(1);
    }

    @Test
    void knows_a_topic_that_was_made_anew_after_an_assignment() {
        watch.refresh();
        assertThat(identity(0, 5)).isEqualTo("first");

        now = seen("second", 4);
        watch.refresh();

        assertThat(identity(0, 6)).isEqualTo("second");
    }

    @Test
    void knows_a_topic_that_was_made_anew_without_an_assignment_by_offsets_that_go_back() {
        watch.refresh();
        assertThat(identity(0, 5, 6)).isEqualTo("first");

        now = seen("second", 4);

        assertThat(identity(0, 0)).isEqualTo("second");
    }

    @Test
    void fails_a_batch_from_a_partition_that_the_broker_does_not_know_yet() {
        watch.refresh();
        assertThat(identity(0, 0)).isEqualTo("first");

        assertThatThrownBy(() -> identity(6, 0)).isInstanceOf(NotTaken.class);

        now = seen("first", 8);
        assertThat(identity(6, 0)).isEqualTo("first");
        assertThat(watch.partitions()).isEqualTo(8);
    }

    @Test
    void tells_which_buckets_are_a_worker_s_before_any_record_has_come() {
        var buckets = new OwnedBuckets(watch);
        assertThat(buckets.owned()).isEmpty();

        buckets.onPartitionsAssigned(List.of(new TopicPartition("t", 1)));
        assertThat(buckets.owned()).hasSize(256).contains(1, 5, 1021);

        buckets.onPartitionsRevoked(List.of(new TopicPartition("t", 1)));
        assertThat(buckets.owned()).isEmpty();
    }

    @Test
    void fails_a_batch_while_the_broker_does_not_say_and_asks_again_for_the_next() {
        now = CompletableFuture.failedFuture(new TimeoutException("away"));
        watch.refresh();
        assertThatThrownBy(() -> identity(0, 0)).isInstanceOf(NotTaken.class);

        now = seen("first", 4);

        assertThat(identity(0, 0)).isEqualTo("first");
    }
}
