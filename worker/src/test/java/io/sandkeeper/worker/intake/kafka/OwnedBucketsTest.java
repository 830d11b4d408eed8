package io.sandkeeper.worker.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Bucket;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The share of the buckets that each worker has, while workers come and go. */
class OwnedBucketsTest {
    private static final int PARTITIONS = 8;

    private final OwnedBuckets one = buckets();
    private final OwnedBuckets other = buckets();

    private static OwnedBuckets buckets() {
        return new OwnedBuckets(
                new TopicWatch(
                        () ->
                                CompletableFuture.completedFuture(
                                        new TopicWatch.Seen("id", PARTITIONS))));
    }

    private static List<TopicPartition> partitions(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> new TopicPartition("sandkeeper.requests", n))
                .toList();
    }

    private void assertThatEachBucketIsInOnePlace() {
        var both = new HashSet<>(one.owned());
        both.addAll(other.owned());
        assertThat(both).hasSize(Bucket.COUNT);
        assertThat(one.owned()).doesNotContainAnyElementsOf(other.owned());
    }

    @Test
    void is_nothing_before_the_worker_has_a_partition() {
        assertThat(one.owned()).isEmpty();
        assertThat(one.isMember()).isFalse();

        one.onPartitionsAssigned(List.of());

        assertThat(one.owned()).isEmpty();
        assertThat(one.isMember()).as("also without a partition").isTrue();
    }

    @Test
    void is_all_of_them_for_a_worker_that_is_alone() {
        one.onPartitionsAssigned(partitions(0, PARTITIONS));

        assertThat(one.owned()).hasSize(Bucket.COUNT);
    }

    @Test
    void is_half_each_when_a_second_worker_comes_and_none_is_in_two_places() {
        one.onPartitionsAssigned(partitions(0, PARTITIONS));

        one.onPartitionsRevoked(partitions(4, PARTITIONS));
        other.onPartitionsAssigned(partitions(4, PARTITIONS));

        assertThat(one.owned()).hasSize(Bucket.COUNT / 2);
        assertThatEachBucketIsInOnePlace();
    }

    @Test
    void is_all_again_when_the_other_worker_goes() {
        one.onPartitionsAssigned(partitions(0, 4));
        other.onPartitionsAssigned(partitions(4, PARTITIONS));

        other.onPartitionsLost(partitions(4, PARTITIONS));
        one.onPartitionsAssigned(partitions(4, PARTITIONS));

        assertThat(one.owned()).hasSize(Bucket.COUNT);
        assertThat(other.owned()).isEmpty();
        assertThat(other.isMember()).isFalse();
    }

    @Test
    void are_the_buckets_of_the_sessions_in_its_partitions() {
        one.onPartitionsAssigned(partitions(3, 4));

        var here = new SessionId(Events.sessionOn(3, 8, "s-"));
        var elsewhere = new SessionId(Events.sessionOn(5, 8, "s-"));

        assertThat(one.owned()).contains(Bucket.of(here)).doesNotContain(Bucket.of(elsewhere));
    }
}
