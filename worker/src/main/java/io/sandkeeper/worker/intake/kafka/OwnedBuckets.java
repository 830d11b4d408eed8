package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.due.Buckets;
import io.sandkeeper.worker.store.Bucket;

import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The buckets of the request partitions that this worker has. */
final class OwnedBuckets implements Buckets, ConsumerAwareRebalanceListener {
    private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
    private final IntSupplier partitionCount;

    OwnedBuckets(IntSupplier partitionCount) {
        this.partitionCount = partitionCount;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        assigned.forEach(one -> partitions.add(one.partition()));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        revoked.forEach(one -> partitions.remove(one.partition()));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        onPartitionsRevoked(lost);
    }

    /** The number of partitions is a power of two, so a bucket is in one of them only. */
    @Override
    public Set<Integer> owned() {
        if (partitions.isEmpty()) {
            return Set.of();
        }
        var count = partitionCount.getAsInt();
        return IntStream.range(0, Bucket.COUNT)
                .filter(bucket -> partitions.contains(bucket % count))
                .boxed()
                .collect(Collectors.toSet());
    }
}
