package io.sandkeeper.worker.intake.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.events.Topic;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

import java.time.Duration;
import java.util.Map;

/** One topic's consumers. */
final class Consumption {
    /** A turn of the loop that finds nothing: an idle worker turns seldom. */
    private static final Duration TURN = Duration.ofMillis(500);

    /** The longest wait between two tries; the consumer is paused and goes on polling. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private static final Duration LAST_BATCH = Duration.ofSeconds(8);

    /** What was taken in last, or was held back until now, where no more comes that would tell. */
    private static final Duration SETTLED_EVERY = Duration.ofMillis(100);

    private Consumption() {}

    static ContainerProperties of(Topic topic, String group, Offsets offsets) {
        var properties = new ContainerProperties(topic.topicName());
        properties.setGroupId(group);
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setPollTimeout(TURN.toMillis());
        properties.setShutdownTimeout(LAST_BATCH.toMillis());
        properties.setMessageListener(offsets);
        properties.setConsumerRebalanceListener(offsets);
        properties.setIdleEventInterval(SETTLED_EVERY.toMillis());
        return properties;
    }

    static ConcurrentMessageListenerContainer<byte[], byte[]> container(
            Map<String, Object> config,
            int consumers,
            ContainerProperties properties,
            Retries retries,
            MeterRegistry meters) {
        var factory = new DefaultKafkaConsumerFactory<byte[], byte[]>(config);
        factory.addListener(new MicrometerConsumerListener<>(meters));
        var container = new ConcurrentMessageListenerContainer<>(factory, properties);
        container.setBeanName(properties.getGroupId() + "-consumer");
        container.setConcurrency(consumers);
        container.setCommonErrorHandler(untilItIsTaken(retries));
        container.setApplicationEventPublisher(event -> settleWhenIdle(properties, event));
        return container;
    }

    /** On the consumer's own thread, the only one that may commit. */
    private static void settleWhenIdle(ContainerProperties properties, Object event) {
        if (event instanceof ListenerContainerIdleEvent idle
                && properties.getMessageListener() instanceof Offsets offsets) {
            offsets.settle(idle.getConsumer());
        }
    }

    /**
     * The batch is kept, the consumer is paused and goes on polling: nothing is lost and nobody is
     * thrown out of the group. Whatever the reason: no batch is ever given up.
     */
    private static DefaultErrorHandler untilItIsTaken(Retries retries) {
        var wait = new ExponentialBackOff(FIRST_WAIT.toMillis(), 2);
        wait.setMaxInterval(LONGEST_WAIT.toMillis());
        wait.setMaxElapsedTime(Long.MAX_VALUE);
        var handler = new DefaultErrorHandler(wait);
        handler.setClassifications(Map.of(), true);
        // It would commit the whole batch when it is taken at last, also what is held back of it.
        handler.setAckAfterHandle(false);
        handler.setRetryListeners(retries);
        return handler;
    }
}
