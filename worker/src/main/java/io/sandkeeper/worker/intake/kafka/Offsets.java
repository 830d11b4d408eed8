package io.sandkeeper.worker.intake.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Commits what was taken in, and of a partition never beyond what is held back of it. What is read
 * a second time because of that is recognised by its session.
 */
final class Offsets
        implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>,
                ConsumerAwareRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Offsets.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Listener listener;
    private final HeldBack held;
    private final ConsumerAwareRebalanceListener next;
    private final Map<TopicPartition, Owed> owed = new ConcurrentHashMap<>();

    /**
     * @param next hears of rebalances as well
     */
    Offsets(Listener listener, HeldBack held, ConsumerAwareRebalanceListener next) {
        this.listener = listener;
        this.held = held;
        this.next = next;
    }

    /**
     * @param upTo what was taken in, but for what is held back
     * @param committed of it
     */
    private record Owed(long upTo, long committed) {}

    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        var its = Objects.requireNonNull(consumer);
        listener.onMessage(records, () -> taken(records, acknowledgment, its));
    }

    private void taken(
            List<ConsumerRecord<byte[], byte[]>> records,
            @Nullable Acknowledgment acknowledgment,
            Consumer<?, ?> consumer) {
        var ends = new HashMap<TopicPartition, Long>();
        records.forEach(record -> ends.merge(partition(record), record.offset() + 1, Math::max));
        if (ends.keySet().stream().allMatch(one -> held.first(one).isEmpty())) {
            ends.keySet().forEach(owed::remove);
            if (acknowledgment != null) {
                acknowledgment.acknowledge();
            }
        } else {
            ends.forEach(
                    (one, end) ->
                            owed.merge(
                                    one,
                                    new Owed(end, -1),
                                    (before, _) -> new Owed(end, before.committed())));
        }
        settle(consumer);
    }

    static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Called on the consumer's own thread: after each batch, and now and then when none comes. */
    void settle(Consumer<?, ?> consumer) {
        if (owed.isEmpty()) {
            return;
        }
        var due = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var one : consumer.assignment()) {
            var debt = owed.get(one);
            if (debt != null) {
                var upTo = Math.min(debt.upTo(), held.first(one).orElse(Long.MAX_VALUE));
                if (upTo > debt.committed()) {
                    due.put(one, new OffsetAndMetadata(upTo));
                }
            }
        }
        commit(consumer, due);
    }

    /** What cannot be committed now is owed still. */
    private void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> due) {
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(due, PATIENCE);
        } catch (KafkaException e) {
            LOG.warn("offsets beside what is held back are not committed yet: {}", e.toString());
            return;
        }
        due.forEach(
                (one, offset) ->
                        owed.computeIfPresent(
                                one,
                                (_, debt) ->
                                        offset.offset() == debt.upTo()
                                                ? null
                                                : new Owed(debt.upTo(), offset.offset())));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        next.onPartitionsAssigned(partitions);
    }

    /** From now on somebody else commits there. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(owed::remove);
        held.forget(partitions);
        next.onPartitionsRevoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(owed::remove);
        held.forget(partitions);
        next.onPartitionsLost(partitions);
    }
}
