package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.events.Topic;
import io.sandkeeper.events.codec.Rejection;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/** Keeps what could not be processed, as it came, with the reason and where it stood. */
final class KafkaDeadLetters {
    private static final int MOST = 2 * 1024 * 1024;
    private static final int MOST_HEADERS = 256 * 1024;

    private final Producer<String, byte[]> producer;

    KafkaDeadLetters(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** Completes when the broker has it: only then may its offset be committed. */
    CompletableFuture<Void> bury(ConsumerRecord<String, byte[]> record, Rejection reason) {
        var headers = original(record);
        text(headers, "kafka_dlt-original-topic", record.topic());
        headers.add(
                "kafka_dlt-original-partition",
                ByteBuffer.allocate(4).putInt(record.partition()).array());
        headers.add(
                "kafka_dlt-original-offset",
                ByteBuffer.allocate(8).putLong(record.offset()).array());
        headers.add(
                "kafka_dlt-original-timestamp",
                ByteBuffer.allocate(8).putLong(record.timestamp()).array());
        text(headers, "kafka_dlt-exception-message", reason.message());
        text(headers, "sandkeeper-reason", reason.rule().name());
        text(headers, "sandkeeper-field", reason.field());
        text(headers, "sandkeeper-next-step", reason.nextStep());
        return send(
                new ProducerRecord<>(
                        Topic.DEAD_LETTER.topicName(),
                        null,
                        record.key(),
                        bounded(record.value(), headers),
                        headers));
    }

    /** Headers that would make the letter too large to keep are left out, and that is said. */
    private static Headers original(ConsumerRecord<String, byte[]> record) {
        var headers = new RecordHeaders();
        int size = 0;
        for (var header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
            if (size > MOST_HEADERS) {
                text(headers, "sandkeeper-headers-cut", "true");
                return headers;
            }
            headers.add(header);
        }
        return headers;
    }

    private static byte[] bounded(byte[] value, Headers headers) {
        if (value == null || value.length <= MOST) {
            return value == null ? new byte[0] : value;
        }
        text(headers, "sandkeeper-value-cut", "true");
        text(headers, "sandkeeper-value-bytes", Integer.toString(value.length));
        text(headers, "sandkeeper-value-sha256", sha256(value));
        return Arrays.copyOf(value, MOST);
    }

    private CompletableFuture<Void> send(ProducerRecord<String, byte[]> letter) {
        var done = new CompletableFuture<Void>();
        var _ =
                producer.send(
                        letter,
                        (_, failure) -> {
                            if (failure == null) {
                                done.complete(null);
                            } else {
                                done.completeExceptionally(failure);
                            }
                        });
        return done;
    }

    private static void text(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
