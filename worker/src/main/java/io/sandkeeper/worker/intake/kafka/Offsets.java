package io.sandkeeper.worker.intake.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Commits what was taken in, and of a partition never beyond what is held back of it. What is read
 * a second time is recognised by its session; so a commit is not made for every poll, only a
 * partition that goes waits for one, and one that did not work is made again.
 */
final class Offsets
        implements BatchConsumerAwareMessageListener<byte[], byte[]>,
                ConsumerAwareRebalanceListener,
                OffsetCommitCallback {
    private static final Logger LOG = LoggerFactory.getLogger(Offsets.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A commit is a write of the broker's; polls that bring one record each come much faster. */
    static final Duration EVERY = Duration.ofMillis(100);

    private final Listener listener;
    private final HeldBack held;
    private final ConsumerAwareRebalanceListener next;
    private final LongSupplier nanos;
    private final Map<TopicPartition, Taken> taken = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Consumer<?, ?>> owners = new ConcurrentHashMap<>();
    private final Map<Consumer<?, ?>, Long> settledNanos = new ConcurrentHashMap<>();

    /**
     * @param next hears of rebalances as well
     * @param nanos a monotonic clock
     */
    Offsets(
            Listener listener,
            HeldBack held,
            ConsumerAwareRebalanceListener next,
            LongSupplier nanos) {
        this.listener = listener;
        this.held = held;
        this.next = next;
        this.nanos = nanos;
    }

    /**
     * @param upTo what was taken in, but for what is held back
     * @param committed of it, as far as is known
     */
    private record Taken(long upTo, long committed) {
        /** A topic that was made anew begins anew. */
        Taken followedBy(Taken next) {
            return next.upTo > upTo ? new Taken(next.upTo, committed) : next;
        }
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
        listener.onMessage(records, () -> taken(records, Objects.requireNonNull(consumer)));
    }

    private void taken(List<ConsumerRecord<byte[], byte[]>> records, Consumer<?, ?> consumer) {
        for (var record : records) {
            var partition = partition(record);
            // A batch that was tried for long may be of partitions that another one goes on with.
            if (consumer.equals(owners.get(partition))) {
                taken.merge(partition, new Taken(record.offset() + 1, -1), Taken::followedBy);
            }
        }
        var last = settledNanos.get(consumer);
        if (last == null || nanos.getAsLong() - last >= EVERY.toNanos()) {
            settle(consumer);
        }
    }

    /** What is committed instead is what was taken in by then: never an older one over a newer. */
    @Override
    public void onComplete(
            Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
        if (failure != null) {
            LOG.warn("offsets are not committed yet: {}", failure.toString());
            for (var one : offsets.keySet()) {
                taken.computeIfPresent(one, (_, its) -> new Taken(its.upTo(), -1));
            }
        }
    }

    static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Called on the consumer's own thread: after batches, and now and then when none comes. */
    void settle(Consumer<?, ?> consumer) {
        settledNanos.put(consumer, nanos.getAsLong());
        var due = due(consumer.assignment());
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.commitAsync(due, this);
        } catch (KafkaException e) {
            onComplete(due, e);
        }
    }

    /** It counts as committed from now on, until the opposite is known. */
    private Map<TopicPartition, OffsetAndMetadata> due(Collection<TopicPartition> partitions) {
        var due = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var one : partitions) {
            var its = taken.get(one);
            if (its != null) {
                var upTo = Math.min(its.upTo(), held.first(one).orElse(Long.MAX_VALUE));
                if (upTo > its.committed()) {
                    due.put(one, new OffsetAndMetadata(upTo));
                    taken.put(one, new Taken(its.upTo(), upTo));
                }
            }
        }
        return due;
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(one -> owners.put(one, consumer));
        forget(partitions);
        next.onPartitionsAssigned(partitions);
    }

    /** From now on somebody else commits there. */
    @Override
    public void onPartitionsRevokedBeforeCommit(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var gone = disowned(consumer, partitions);
        commitAndWait(consumer, due(gone));
        forget(gone);
        next.onPartitionsRevoked(gone);
    }

    private static void commitAndWait(
            Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> due) {
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(due, PATIENCE);
        } catch (KafkaException e) {
            LOG.warn("what was taken in last is read again by somebody else: {}", e.toString());
        }
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var gone = disowned(consumer, partitions);
        forget(gone);
        next.onPartitionsLost(gone);
    }

    /** One that learns late what it lost must not forget what another of ours has by now. */
    private List<TopicPartition> disowned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        settledNanos.remove(consumer);
        return partitions.stream().filter(one -> owners.remove(one, consumer)).toList();
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(taken::remove);
        held.forget(partitions);
    }
}
