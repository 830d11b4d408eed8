package io.sandkeeper.bench.intake;

import io.sandkeeper.bench.stage.Calls;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What one writes first: a listener that makes the call, with a thread for each partition. */
final class PlainListener {
    private static final int PARTITIONS = 6;

    private PlainListener() {}

    static AutoCloseable start(Place place, Supplier<Calls> calls) {
        var properties = new ContainerProperties(Topic.REQUESTS.topicName());
        properties.setMessageListener(
                (MessageListener<String, byte[]>) record -> call(record, calls.get()));
        var container =
                new ConcurrentMessageListenerContainer<>(
                        new DefaultKafkaConsumerFactory<String, byte[]>(Consuming.at(place)),
                        properties);
        container.setConcurrency(PARTITIONS);
        container.pause();
        container.start();
        awaitAllPlaces(container);
        container.resume();
        return container::stop;
    }

    /** The first member of a group would take a poll of all partitions, and keep it for long. */
    private static void awaitAllPlaces(ConcurrentMessageListenerContainer<?, ?> container) {
        while (container.getContainers().stream()
                .map(one -> one.getAssignedPartitions())
                .anyMatch(places -> places == null || places.size() != 1)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static void call(ConsumerRecord<String, byte[]> record, Calls calls) {
        try {
            calls.inOrder(record.key(), record.offset());
            calls.make(record.key());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
