package io.sandkeeper.bench.drill;

import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How far everybody has read. */
final class Books implements AutoCloseable {
    private static final String GROUP = "sandkeeper";

    private final Admin admin;

    Books(String bootstrapServers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** The partitions in which the workers have not committed all that there is. */
    List<String> lag() throws Exception {
        var lag = new ArrayList<String>();
        lag.addAll(lag(Topic.REQUESTS, GROUP));
        lag.addAll(lag(Topic.ACTIVITY, GROUP + "-activity"));
        return lag;
    }

    private List<String> lag(Topic topic, String group) throws Exception {
        var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        var lag = new ArrayList<String>();
        ends(topic)
                .forEach(
                        (partition, end) -> {
                            var offset = committed.get(partition);
                            if (end > 0 && (offset == null || offset.offset() < end)) {
                                lag.add("%s: %s of %d".formatted(partition, offset, end));
                            }
                        });
        return lag;
    }

    /** The partitions whose end the audience has not heard. */
    List<String> unheardBy(Audience audience) throws Exception {
        var unheard = new ArrayList<String>();
        for (var topic : List.of(Topic.LIFECYCLE, Topic.STATUS, Topic.DEAD_LETTER)) {
            ends(topic)
                    .forEach(
                            (partition, end) -> {
                                if (!audience.hasHeard(partition, end)) {
                                    unheard.add(partition + " up to " + end);
                                }
                            });
        }
        return unheard;
    }

    private Map<TopicPartition, Long> ends(Topic topic) throws Exception {
        var name = topic.topicName();
        var described = admin.describeTopics(List.of(name)).allTopicNames().get().values();
        Stream<TopicPartition> partitions =
                described.stream()
                        .flatMap(one -> one.partitions().stream())
                        .map(one -> new TopicPartition(name, one.partition()));
        var latest =
                partitions.collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    @Override
    public void close() {
        admin.close();
    }
}
