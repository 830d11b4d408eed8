package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Bucket;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request that came to another partition than its session's, because it has no key, another one,
 * or was sent by another partitioner, is sent on to the right one: one worker handles a session, in
 * order, whoever produced.
 *
 * <p>It is sent on again only when the topic has more partitions than it was sent among. Two
 * workers that see different numbers of them so never send it back and forth; the one that sees
 * fewer takes it in where it is. That is safe: what is written is compared with what was read.
 */
final class Forwarding {
    /** Where it was produced to: {@code topic/identity/partition@offset}. */
    static final String FROM = "sandkeeper-forwarded-from";

    /** The number of partitions by which its place was found. */
    static final String AMONG = "sandkeeper-forwarded-among";

    /** More than our headers and the frame around a record take. */
    private static final int ROOM = 1024;

    private Forwarding() {}

    /** The record to be sent on, when it is not where it belongs. */
    static Optional<ProducerRecord<byte[], byte[]>> of(
            ConsumerRecord<byte[], byte[]> record, SessionId session, TopicWatch.Seen topic) {
        int place = Bucket.partitionOf(session, topic.partitions());
        if (record.partition() == place
                || among(record.headers()) >= topic.partitions()
                || isFull(record)) {
            return Optional.empty();
        }
        return Optional.of(
                new ProducerRecord<>(
                        record.topic(),
                        place,
                        record.timestamp() < 0 ? null : record.timestamp(),
                        session.value().getBytes(StandardCharsets.UTF_8),
                        record.value(),
                        headers(record, topic)));
    }

    /** One that has no room for our headers stays where it is. */
    private static boolean isFull(ConsumerRecord<byte[], byte[]> record) {
        int size = record.value().length + ROOM;
        for (var header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size > Topic.REQUESTS.maxBytes();
    }

    private static int among(Headers headers) {
        var among = headers.lastHeader(AMONG);
        if (among == null || among.value() == null) {
            return 0;
        }
        try {
            return Integer.parseInt(new String(among.value(), StandardCharsets.UTF_8));
        } catch (NumberFormatException _) {
            // Somebody else's header. Ours takes its place.
            return 0;
        }
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> record, TopicWatch.Seen topic) {
        var headers = new RecordHeaders(record.headers());
        headers.remove(AMONG);
        text(headers, AMONG, Integer.toString(topic.partitions()));
        if (headers.lastHeader(FROM) == null) {
            var from =
                    "%s/%s/%d@%d"
                            .formatted(
                                    record.topic(),
                                    topic.identity(),
                                    record.partition(),
                                    record.offset());
            text(headers, FROM, from);
        }
        return headers;
    }

    private static void text(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
