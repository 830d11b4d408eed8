package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.health.Vital;

import org.apache.kafka.common.Metric;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether each consumer's loop goes round: by what the consumer itself notes about its last poll.
 * Neither the broker nor the store is asked, so their trouble never looks like ours.
 */
final class PollLoops implements Vital {
    private static final String LAST_POLL = "last-poll-seconds-ago";

    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers;
    private final Duration longest;
    private volatile long startedAt = System.nanoTime();
    private volatile boolean started;

    /**
     * @param longest how long a consumer may go without a poll
     */
    PollLoops(
            List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers, Duration longest) {
        this.containers = List.copyOf(containers);
        this.longest = longest;
    }

    void started() {
        startedAt = System.nanoTime();
        started = true;
    }

    /** From now on a loop that ends does so because it was told to. */
    void stopping() {
        started = false;
    }

    @Override
    public Optional<String> complaint() {
        return started
                ? containers.stream()
                        .flatMap(container -> container.getContainers().stream())
                        .flatMap(consumer -> complaint(consumer).stream())
                        .findFirst()
                : Optional.empty();
    }

    private Optional<String> complaint(KafkaMessageListenerContainer<byte[], byte[]> consumer) {
        if (!consumer.isRunning()) {
            return Optional.of(consumer.getBeanName() + " has stopped");
        }
        var silence = silence(consumer);
        return silence.compareTo(longest) > 0
                ? Optional.of(
                        "%s has not polled for %d s"
                                .formatted(consumer.getBeanName(), silence.toSeconds()))
                : Optional.empty();
    }

    /** One that has not polled yet counts from the start. */
    private Duration silence(KafkaMessageListenerContainer<byte[], byte[]> consumer) {
        return consumer.metrics().values().stream()
                .flatMap(metrics -> metrics.values().stream())
                .filter(metric -> metric.metricName().name().equals(LAST_POLL))
                .map(Metric::metricValue)
                .map(value -> ((Number) value).longValue())
                .filter(seconds -> seconds >= 0)
                .map(Duration::ofSeconds)
                .findFirst()
                .orElseGet(() -> Duration.ofNanos(System.nanoTime() - startedAt));
    }
}
