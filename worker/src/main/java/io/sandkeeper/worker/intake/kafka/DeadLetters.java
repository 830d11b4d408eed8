package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.DeadLetter;
import io.sandkeeper.events.codec.Rejection;
import io.sandkeeper.events.codec.Rule;
import io.sandkeeper.worker.store.StoreRefused;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Keeps what could not be processed, as it came, with the reason and where it stood. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger("sandkeeper.dead-letter");

    private final Post post;
    private final IntakeMeters meters;

    DeadLetters(Post post, IntakeMeters meters) {
        this.post = post;
        this.meters = meters;
    }

    /** Completes when the broker has it, or will never take it: only then may it be left behind. */
    CompletableFuture<Void> bury(
            Topic topic, ConsumerRecord<byte[], byte[]> record, Rejection reason) {
        return post.send(DeadLetter.of(record, reason))
                .handle(
                        (_, failure) -> {
                            if (failure == null) {
                                buried(record, reason);
                            } else if (isForEver(failure)) {
                                lost(record, reason, failure);
                            } else {
                                throw new CompletionException(failure);
                            }
                            meters.count(topic, IntakeMeters.Outcome.DEAD_LETTER, 1);
                            return null;
                        });
    }

    /**
     * The store refuses it, or we have a bug: whoever mends it needs to know where. An exception's
     * own words may quote the record.
     */
    CompletableFuture<Void> buryAfter(
            Throwable bug, Topic topic, ConsumerRecord<byte[], byte[]> record) {
        LOG.error(
                "{} could not be processed: {} at {}",
                place(record),
                bug instanceof StoreRefused refused
                        ? refused.getMessage()
                        : bug.getClass().getName(),
                Stream.of(bug.getStackTrace()).limit(3).toList());
        return bury(
                topic,
                record,
                new Rejection(
                        "",
                        Rule.INCONSISTENT,
                        "it could not be processed: " + bug.getClass().getSimpleName(),
                        "report it with this record, and replay it after an upgrade"));
    }

    private void buried(ConsumerRecord<byte[], byte[]> record, Rejection reason) {
        meters.buried(reason.rule());
        LOG.info("{} rule={} field={}", place(record), reason.rule(), reason.field());
    }

    /** A topic that takes less than the contract says must not hold up a partition for ever. */
    private void lost(ConsumerRecord<byte[], byte[]> record, Rejection reason, Throwable failure) {
        meters.lost(reason.rule());
        LOG.error(
                "{} rule={} field={}: the broker refuses the dead letter ({}); it is only where it came from, as long as that topic keeps it. Set max.message.bytes of {} to {}",
                place(record),
                reason.rule(),
                reason.field(),
                failure.getClass().getSimpleName(),
                Topic.DEAD_LETTER.topicName(),
                Topic.DEAD_LETTER.maxBytes());
    }

    /** Not when a right is missing or a topic: an operator mends that, and nothing is lost. */
    private static boolean isForEver(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof SerializationException;
    }

    private static String place(ConsumerRecord<?, ?> record) {
        return "%s/%d@%d".formatted(record.topic(), record.partition(), record.offset());
    }
}
