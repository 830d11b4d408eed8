package io.sandkeeper.worker.herald.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Whoever gets a partition goes on from what was verified of it. */
record Handover(Consumer<String, byte[]> consumer, Touched touched)
        implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {}

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        var verified = touched.verifiedUpTo();
        verified.keySet().retainAll(revoked);
        commit(consumer, verified);
        touched.leave(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        touched.leave(lost);
    }

    static void commit(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> positions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        positions.forEach(
                (partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        try {
            consumer.commitSync(offsets, PATIENCE);
        } catch (KafkaException e) {
            LOG.warn(
                    "what was verified could not be committed; it is verified again: {}",
                    e.getMessage());
        }
    }
}
