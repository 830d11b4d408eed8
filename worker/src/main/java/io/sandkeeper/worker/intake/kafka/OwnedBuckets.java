package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.due.Buckets;
import io.sandkeeper.worker.store.Bucket;

import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The buckets of the request partitions that this worker has. */
final class OwnedBuckets implements Buckets, ConsumerAwareRebalanceListener {
    private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
    private final TopicWatch topic;
    private volatile boolean member;

    OwnedBuckets(TopicWatch topic) {
        this.topic = topic;
    }

    /** Called after each rebalance, also with nothing: the topic may have grown or be a new one. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        topic.refresh();
        assigned.forEach(one -> partitions.add(one.partition()));
        member = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        revoked.forEach(one -> partitions.remove(one.partition()));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        onPartitionsRevoked(lost);
        member = false;
    }

    /** Whether this worker is in the group. It may be so without a partition. */
    boolean isMember() {
        return member;
    }

    /**
     * With a power of two of partitions a bucket is in one of them only; with another number this
     * is a worse hint.
     */
    @Override
    public Set<Integer> owned() {
        var count = topic.partitions();
        if (partitions.isEmpty() || count == 0) {
            return Set.of();
        }
        return IntStream.range(0, Bucket.COUNT)
                .filter(bucket -> partitions.contains(bucket % count))
                .boxed()
                .collect(Collectors.toSet());
    }
}
