package io.sandkeeper.worker.herald.kafka;

import io.sandkeeper.worker.session.SessionId;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * How far the published states have been read. The broker keeps a fetch back until there is more:
 * what looks older than what is stored may have a follower that is published, and trimmed from its
 * outbox, and not read here. It is older when none came up to where its partition ended after the
 * store was asked.
 */
record Horizon(Consumer<?, ?> consumer) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Those of them that cannot be told yet, and up to where must be read first. */
    Map<SessionId, Long> ahead(Map<SessionId, Touched.Last> older) {
        var fresh = new HashSet<TopicPartition>();
        var ahead = new HashMap<SessionId, Long>();
        older.forEach(
                (session, last) -> {
                    if (last.horizon().isEmpty()) {
                        fresh.add(last.partition());
                    } else if (consumer.position(last.partition()) < last.horizon().getAsLong()) {
                        ahead.put(session, last.horizon().getAsLong());
                    }
                });
        if (!fresh.isEmpty()) {
            var ends = consumer.endOffsets(fresh, PATIENCE);
            older.forEach(
                    (session, last) -> {
                        if (last.horizon().isEmpty()) {
                            ahead.put(session, ends.getOrDefault(last.partition(), Long.MAX_VALUE));
                        }
                    });
        }
        return ahead;
    }
}
