package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;

/** Records that are nearly right. */
final class Hostile {
    static final String ACTIVITY = "{\"sessionId\":\"s\"}";

    private Hostile() {}

    static Headers headers() {
        return headers(EventType.ACTIVITY);
    }

    static Headers headers(EventType type) {
        var headers = new RecordHeaders();
        Stream.of(
                        "ce_specversion=1.0",
                        "ce_type=" + type.wireName(),
                        "ce_id=evt-1",
                        "ce_source=/tests",
                        "ce_time=2026-03-01T12:00:00Z",
                        "content-type=application/json")
                .map(header -> header.split("=", 2))
                .forEach(header -> headers.add(header[0], header[1].getBytes(UTF_8)));
        return headers;
    }

    static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }

    static int size(Headers headers) {
        int size = 0;
        for (var header : headers) {
            size += header.key().length() + header.value().length;
        }
        return size;
    }

    static byte[] concat(String before, byte[] middle, String after) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(UTF_8));
        all.writeBytes(middle);
        all.writeBytes(after.getBytes(UTF_8));
        return all.toByteArray();
    }

    static Decoded decode(String value) {
        return EventCodec.decode(Topic.ACTIVITY, headers(), value.getBytes(UTF_8));
    }

    static Rejection rejection(String value) {
        return rejection(Topic.ACTIVITY, headers(), value.getBytes(UTF_8));
    }

    static Rejection rejection(Headers headers) {
        return rejection(Topic.ACTIVITY, headers, ACTIVITY.getBytes(UTF_8));
    }

    static Rejection rejection(Topic topic, Headers headers, byte @Nullable [] value) {
        var decoded = EventCodec.decode(topic, headers, value);
        assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
        return ((Decoded.Rejected) decoded).rejection();
    }
}
