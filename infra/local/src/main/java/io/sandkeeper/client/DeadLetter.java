package io.sandkeeper.client;

import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.DeadLetterHeader;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may be shown of a dead letter: where it came from and why, and nothing of its contents. */
record DeadLetter(
        Instant time,
        String topic,
        int partition,
        long offset,
        String key,
        String reason,
        int bytes) {
    private static final String UNKNOWN = "?";

    static DeadLetter of(ConsumerRecord<String, byte[]> record) {
        return new DeadLetter(
                Instant.ofEpochMilli(record.timestamp()),
                header(record, DeadLetterHeader.ORIGINAL_TOPIC.headerName())
                        .map(DeadLetter::text)
                        .orElse(UNKNOWN),
                header(record, DeadLetterHeader.ORIGINAL_PARTITION.headerName())
                        .filter(value -> value.length == Integer.BYTES)
                        .map(value -> ByteBuffer.wrap(value).getInt())
                        .orElse(-1),
                header(record, DeadLetterHeader.ORIGINAL_OFFSET.headerName())
                        .filter(value -> value.length == Long.BYTES)
                        .map(value -> ByteBuffer.wrap(value).getLong())
                        .orElse(-1L),
                record.key() == null ? "" : record.key(),
                reason(record),
                Math.max(0, record.serializedValueSize()));
    }

    /** What broke which rule; other systems' letters say it in the usual header. */
    private static String reason(ConsumerRecord<String, byte[]> record) {
        var said =
                Stream.of(DeadLetterHeader.FIELD, DeadLetterHeader.MESSAGE)
                        .flatMap(header -> header(record, header.headerName()).stream())
                        .map(DeadLetter::text)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(": "));
        return said.isEmpty()
                ? header(record, "kafka_dlt-exception-message")
                        .map(DeadLetter::text)
                        .orElse(UNKNOWN)
                : said;
    }

    private static Optional<byte[]> header(ConsumerRecord<String, byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name)).map(Header::value);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The topic without the part that all have in common. */
    String shortTopic() {
        var prefix = Topic.REQUESTS.topicName().replace("requests", "");
        return topic.startsWith(prefix) ? topic.substring(prefix.length()) : topic;
    }
}
