package io.sandkeeper.local.stack;

import io.sandkeeper.events.Topic;
import io.sandkeeper.local.broker.Topics;

import org.apache.kafka.common.KafkaException;

import java.util.List;

/** The topics in the broker, ours or somebody else's. */
record TopicsPart(String bootstrapServers, int partitions) implements Part {
    @Override
    public String name() {
        return "topics";
    }

    @Override
    public String address() {
        return Topic.all().size() + " topics, " + partitions + " partitions each";
    }

    @Override
    public void start() throws InterruptedException {
        try (var topics = new Topics(bootstrapServers)) {
            topics.create(partitions);
        } catch (KafkaException failure) {
            throw new PartFailed(
                    name(),
                    "cannot be created at " + bootstrapServers + ": " + failure.getMessage(),
                    List.of());
        }
    }
}
