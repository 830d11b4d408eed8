package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.EventType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventCodecTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @ParameterizedTest
    @EnumSource
    void an_event_survives_a_record(EventType type) {
        var envelope = Examples.envelope(type);

        var record = EventCodec.encode(envelope);
        var decoded = EventCodec.decode(type.topic(), record.headers(), record.value());

        assertThat(decoded).isEqualTo(new Decoded.Accepted(envelope));
        assertThat(record.topic()).isEqualTo(type.topic().topicName());
        assertThat(record.key()).isEqualTo(envelope.subject());
        assertThat(record.partition()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void an_event_survives_one_json_object(EventType type) {
        var envelope = Examples.envelope(type);

        var decoded = EventCodec.fromJson(EventCodec.toJson(envelope));

        assertThat(decoded).isEqualTo(new Decoded.Accepted(envelope));
    }

    @ParameterizedTest
    @EnumSource
    void an_example_is_written_as_it_was_read(EventType type) {
        var written = Examples.record(type).value();

        assertThat(MAPPER.readTree(written)).isEqualTo(MAPPER.readTree(Examples.json(type)));
    }

    @Test
    void a_record_is_a_cloud_event_in_binary_mode() {
        var headers = Examples.record(EventType.ACTIVITY).headers();

        assertThat(headers)
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .containsExactlyInAnyOrder(
                        "ce_specversion=1.0",
                        "ce_id=evt-1",
                        "ce_source=/tests",
                        "ce_type=io.sandkeeper.sandbox.activity.v1",
                        "ce_time=2026-03-01T12:00:00.123Z",
                        "ce_subject=ses-7f3a2c",
                        "ce_traceparent=" + Examples.TRACE.traceparent(),
                        "ce_tracestate=vendor=1",
                        "traceparent=" + Examples.TRACE.traceparent(),
                        "tracestate=vendor=1",
                        "content-type=application/json");
    }
}
