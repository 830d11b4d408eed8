package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DeadLetterTest {
    private static final Rejection REJECTION =
            new Rejection("/sessionId", Rule.MISSING, "is missing", "send it");

    @Test
    void a_record_is_kept_as_it_came_with_the_reason_and_where_it_was() {
        var headers = new RecordHeaders().add("ce_id", "evt-1".getBytes(UTF_8)).add("empty", null);

        var letter = DeadLetter.of(record("key", headers, new byte[] {1, 2}), REJECTION);

        assertThat(letter.topic()).isEqualTo("sandkeeper.dead-letter");
        assertThat(letter.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(letter.value()).containsExactly(1, 2);
        assertThat(letter.headers().lastHeader("ce_id").value()).isEqualTo("evt-1".getBytes(UTF_8));
        assertThat(letter.headers().lastHeader("empty").value()).isNull();
        assertThat(text(letter.headers(), DeadLetterHeader.ORIGINAL_TOPIC))
                .isEqualTo("sandkeeper.requests");
        assertThat(bytes(letter.headers(), DeadLetterHeader.ORIGINAL_PARTITION).getInt())
                .isEqualTo(7);
        assertThat(bytes(letter.headers(), DeadLetterHeader.ORIGINAL_OFFSET).getLong())
                .isEqualTo(42);
        assertThat(bytes(letter.headers(), DeadLetterHeader.ORIGINAL_TIMESTAMP).getLong())
                .isEqualTo(1000);
        assertThat(text(letter.headers(), DeadLetterHeader.ORIGINAL_TIMESTAMP_TYPE))
                .isEqualTo("CreateTime");
        assertThat(text(letter.headers(), DeadLetterHeader.RULE)).isEqualTo("MISSING");
        assertThat(text(letter.headers(), DeadLetterHeader.FIELD)).isEqualTo("/sessionId");
        assertThat(text(letter.headers(), DeadLetterHeader.MESSAGE)).isEqualTo("is missing");
        assertThat(text(letter.headers(), DeadLetterHeader.NEXT_STEP)).isEqualTo("send it");
        assertThat(text(letter.headers(), DeadLetterHeader.ORIGINAL_SIZE)).isEqualTo("2");
        assertThat(letter.headers().lastHeader(DeadLetterHeader.CUT_SHA256.headerName())).isNull();
    }

    @Test
    void what_does_not_fit_is_cut_and_marked_with_the_hash_of_the_whole() throws Exception {
        var value = new byte[4 * 1024 * 1024];
        Arrays.fill(value, (byte) 'x');

        var letter = DeadLetter.of(record("key", new RecordHeaders(), value), REJECTION);

        assertThat(size(letter.headers()) + letter.value().length)
                .isLessThan(Topic.DEAD_LETTER.maxBytes());
        assertThat(letter.value()).hasSizeGreaterThan(2 * 1024 * 1024).containsOnly('x');
        assertThat(text(letter.headers(), DeadLetterHeader.ORIGINAL_SIZE)).isEqualTo("4194304");
        assertThat(text(letter.headers(), DeadLetterHeader.CUT_SHA256))
                .isEqualTo(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(value)));
    }

    @Test
    void a_flood_of_headers_does_not_push_the_reason_out() {
        var headers = new RecordHeaders();
        for (int i = 0; i < 40; i++) {
            headers.add("ce_flood" + i, new byte[100_000]);
        }

        var letter = DeadLetter.of(record("key", headers, new byte[10]), REJECTION);

        assertThat(size(letter.headers())).isLessThan(Topic.DEAD_LETTER.maxBytes());
        assertThat(text(letter.headers(), DeadLetterHeader.RULE)).isEqualTo("MISSING");
        assertThat(letter.headers().lastHeader(DeadLetterHeader.CUT_SHA256.headerName()))
                .isNotNull();
    }

    @Test
    void a_producer_cannot_say_where_its_record_was() {
        var headers =
                new RecordHeaders().add("kafka_dlt-original-topic", "elsewhere".getBytes(UTF_8));

        var letter = DeadLetter.of(record("key", headers, new byte[10]), REJECTION);

        assertThat(letter.headers().headers("kafka_dlt-original-topic"))
                .extracting(header -> new String(header.value(), UTF_8))
                .containsExactly("sandkeeper.requests");
    }

    @Test
    void a_record_without_key_and_value_stays_without() {
        var record = new ConsumerRecord<byte[], byte[]>("sandkeeper.requests", 0, 0, null, null);

        var letter = DeadLetter.of(record, REJECTION);

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String key, Headers headers, byte[] value) {
        return new ConsumerRecord<>(
                "sandkeeper.requests",
                7,
                42,
                1000,
                TimestampType.CREATE_TIME,
                key.length(),
                value.length,
                key.getBytes(UTF_8),
                value,
                headers,
                Optional.empty());
    }

    private static String text(Headers headers, DeadLetterHeader header) {
        return new String(headers.lastHeader(header.headerName()).value(), UTF_8);
    }

    private static ByteBuffer bytes(Headers headers, DeadLetterHeader header) {
        return ByteBuffer.wrap(headers.lastHeader(header.headerName()).value());
    }

    private static int size(Headers headers) {
        int size = 0;
        for (var header : headers) {
            size += header.key().length() + header.value().length;
        }
        return size;
    }
}
