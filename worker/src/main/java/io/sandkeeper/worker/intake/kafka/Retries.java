package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.RetryListener;

/** Says that a batch waits, and why. */
final class Retries implements RetryListener {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final Topic topic;
    private final IntakeMeters meters;

    Retries(Topic topic, IntakeMeters meters) {
        this.topic = topic;
        this.meters = meters;
    }

    @Override
    public void failedDelivery(
            ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {
        told(1, failure, attempt);
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> records, Exception failure, int attempt) {
        told(records.count(), failure, attempt);
    }

    private void told(int records, @Nullable Exception failure, int attempt) {
        meters.retried(topic);
        LOG.warn(
                "{}: a batch of {} waits and is tried again, after {} tries: {}",
                topic.topicName(),
                records,
                attempt,
                failure == null ? "-" : reason(failure));
    }

    /** The words of our own exceptions; another's may quote a record. */
    private static String reason(Throwable failure) {
        var cause = failure;
        while (!(cause instanceof NotTaken)) {
            var deeper = cause.getCause();
            if (deeper == null) {
                return cause.getClass().getName();
            }
            cause = deeper;
        }
        return ((NotTaken) cause).reason();
    }
}
