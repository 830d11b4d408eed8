package io.sandkeeper.events.codec;

import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A record that could not be processed, on its way to the topic where people look at such records:
 * as it came, with the reason. What is too large is cut, so that one bad record never holds up the
 * others.
 */
public final class DeadLetter {
    /** For our own headers and the broker's bytes around a record. */
    private static final int ROOM = 16 * 1024;

    private static final int BUDGET = Topic.DEAD_LETTER.maxBytes() - ROOM;

    private static final Set<String> OURS =
            Stream.of(DeadLetterHeader.values())
                    .map(DeadLetterHeader::headerName)
                    .collect(Collectors.toUnmodifiableSet());

    private final Headers headers = new RecordHeaders();
    private int left = BUDGET;
    private boolean whole = true;

    private DeadLetter() {}

    public static ProducerRecord<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> record, Rejection rejection) {
        var letter = new DeadLetter();
        var key = letter.key(record.key());
        letter.headers(record.headers());
        var value = letter.value(record.value());
        letter.origin(record);
        letter.reason(rejection);
        return new ProducerRecord<>(
                Topic.DEAD_LETTER.topicName(), null, key, value, letter.headers);
    }

    private byte @Nullable [] key(byte @Nullable [] key) {
        return key != null && fits(key.length) ? key : null;
    }

    private void headers(Headers original) {
        for (var header : original) {
            // Nobody else says where a record was and why it is here.
            if (OURS.contains(header.key())) {
                continue;
            }
            int length = header.value() == null ? 0 : header.value().length;
            if (fits(header.key().length() + length)) {
                headers.add(header);
            }
        }
    }

    private boolean fits(int bytes) {
        boolean fits = bytes <= left;
        left -= fits ? bytes : 0;
        whole &= fits;
        return fits;
    }

    private byte @Nullable [] value(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        say(DeadLetterHeader.ORIGINAL_SIZE, Integer.toString(value.length));
        var kept = fits(value.length) ? value : Arrays.copyOf(value, left);
        if (!whole) {
            say(DeadLetterHeader.CUT_SHA256, HexFormat.of().formatHex(sha256(value)));
        }
        return kept;
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private void origin(ConsumerRecord<byte[], byte[]> record) {
        say(DeadLetterHeader.ORIGINAL_TOPIC, record.topic());
        say(DeadLetterHeader.ORIGINAL_PARTITION, bytes(4, record.partition()));
        say(DeadLetterHeader.ORIGINAL_OFFSET, bytes(8, record.offset()));
        say(DeadLetterHeader.ORIGINAL_TIMESTAMP, bytes(8, record.timestamp()));
        say(DeadLetterHeader.ORIGINAL_TIMESTAMP_TYPE, record.timestampType().toString());
    }

    private void reason(Rejection rejection) {
        say(DeadLetterHeader.RULE, rejection.rule().name());
        say(DeadLetterHeader.FIELD, rejection.field());
        say(DeadLetterHeader.MESSAGE, rejection.message());
        say(DeadLetterHeader.NEXT_STEP, rejection.nextStep());
    }

    private void say(DeadLetterHeader header, String text) {
        headers.add(header.headerName(), text.getBytes(StandardCharsets.UTF_8));
    }

    private void say(DeadLetterHeader header, byte[] bytes) {
        headers.add(header.headerName(), bytes);
    }

    /** Big end first, as other writers of dead letters do. */
    private static byte[] bytes(int size, long number) {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (number >>> (8 * (size - 1 - i)));
        }
        return bytes;
    }
}
