package io.sandkeeper.bench.stage;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** Where a topic ends, and how far groups have come in it. */
public final class Offsets implements AutoCloseable {
    private final Admin admin;

    public Offsets(String servers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers));
    }

    public Map<TopicPartition, Long> ends(String topic)
            throws ExecutionException, InterruptedException {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        var topics =
                Objects.requireNonNull(admin.describeTopics(List.of(topic)).allTopicNames().get());
        for (var described : topics.values()) {
            for (var one : described.partitions()) {
                wanted.put(new TopicPartition(topic, one.partition()), OffsetSpec.latest());
            }
        }
        var ends = new HashMap<TopicPartition, Long>();
        admin.listOffsets(wanted).all().get().forEach((at, end) -> ends.put(at, end.offset()));
        return ends;
    }

    /** A group that has not begun yet begins at the end of what is there now. */
    public void beginAtEnd(String group, String topic)
            throws ExecutionException, InterruptedException {
        var begin = new HashMap<TopicPartition, OffsetAndMetadata>();
        ends(topic).forEach((at, end) -> begin.put(at, new OffsetAndMetadata(end)));
        admin.alterConsumerGroupOffsets(group, begin).all().get();
    }

    /** How many records of the topic the group has not committed. */
    public long lag(String group, String topic) throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        long lag = 0;
        for (var end : ends(topic).entrySet()) {
            var at = committed.get(end.getKey());
            lag += end.getValue() - (at == null ? 0 : at.offset());
        }
        return lag;
    }

    @Override
    public void close() {
        admin.close();
    }
}
