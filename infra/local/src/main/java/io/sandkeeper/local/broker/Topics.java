package io.sandkeeper.local.broker;

import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The topics of the contract, as a broker is to have them. */
public final class Topics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Admin admin;

    public Topics(String bootstrapServers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * Creates those that are missing and returns when every partition takes records. A topic that
     * exists keeps the partitions that it has.
     */
    public void create(int partitions) throws InterruptedException {
        create(Topic.all().stream().map(topic -> declaration(topic, partitions)).toList());
    }

    /** As {@link #create(int)}, for topics beside the contract's. */
    public void create(List<NewTopic> wanted) throws InterruptedException {
        for (var created : admin.createTopics(wanted).values().values()) {
            awaitUnlessItExists(created);
        }
        awaitLeaders(wanted.stream().map(NewTopic::name).toList());
    }

    private static NewTopic declaration(Topic topic, int partitions) {
        var count = topic.defaultPartitions() == 1 ? 1 : partitions;
        return new NewTopic(topic.topicName(), Optional.of(count), Optional.empty())
                .configs(topic.config());
    }

    /**
     * The answer to a creation comes before the partitions have leaders everywhere. A producer that
     * starts in between can run into OUT_OF_ORDER_SEQUENCE_NUMBER and lose records; reading every
     * partition's end first closes the gap. A broker that has not even heard of the topic says that
     * there is none, and is asked again.
     */
    private void awaitLeaders(List<String> names) throws InterruptedException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                readEnds(names);
                return;
            } catch (UnknownTopicOrPartitionException notHeardOfYet) {
                if (System.nanoTime() > until) {
                    throw notHeardOfYet;
                }
                Thread.sleep(20);
            }
        }
    }

    private void readEnds(List<String> names) throws InterruptedException {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        await(admin.describeTopics(names).allTopicNames())
                .forEach(
                        (name, topic) ->
                                topic.partitions()
                                        .forEach(
                                                partition ->
                                                        ends.put(
                                                                new TopicPartition(
                                                                        name,
                                                                        partition.partition()),
                                                                OffsetSpec.latest())));
        await(admin.listOffsets(ends).all());
    }

    private static void awaitUnlessItExists(KafkaFuture<Void> created) throws InterruptedException {
        try {
            await(created);
        } catch (TopicExistsException asWanted) {
            // Somebody else's broker, or a start after a start that was interrupted.
        }
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof KafkaException kafka
                    ? kafka
                    : new KafkaException(failure.getCause());
        } catch (TimeoutException failure) {
            throw new KafkaException("no answer within " + PATIENCE.toSeconds() + " s", failure);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
