package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;

/** Whatever a record holds, it is refused by name and rule, and never by an exception. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HostileInputTest {
    private static final String ACTIVITY = "{\"sessionId\":\"s\"}";

    @Nested
    class A_value {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "", " ", "nonsense", "{", "{]", "{\"sessionId\":\"s\"} x",
                            "{\"sessionId\":\"s\"}{}", "{'sessionId':'s'}",
                    "{sessionId:1}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}",
                            "{\"a\":1,}", "// c\n{}", "{\"a\":\"\n\"}"
                })
        void that_is_not_json_is_refused(String value) {
            assertThat(rejection(value).rule()).isEqualTo(Rule.NOT_JSON);
            assertThat(rejection(value).field()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"[], ''", "1, ''", "null, ''", "'\"text\"', ''"})
        void that_is_no_object_is_refused(String value, String field) {
            assertThat(rejection(value).rule()).isEqualTo(Rule.WRONG_TYPE);
            assertThat(rejection(value).field()).isEqualTo(field);
        }

        @Test
        void that_is_not_there_is_refused() {
            assertThat(rejection(Topic.ACTIVITY, headers(), null).rule()).isEqualTo(Rule.NO_VALUE);
        }

        @Test
        void in_broken_utf_8_is_refused() {
            var overlong = new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
            var cut = new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xE2, (byte) 0x82, '"', '}'};

            assertThat(rejection(Topic.ACTIVITY, headers(), overlong).rule())
                    .isEqualTo(Rule.NOT_JSON);
            assertThat(rejection(Topic.ACTIVITY, headers(), cut).rule()).isEqualTo(Rule.NOT_JSON);
        }

        @Test
        void in_another_encoding_is_refused() {
            assertThat(rejection(Topic.ACTIVITY, headers(), ACTIVITY.getBytes(UTF_16)).rule())
                    .isEqualTo(Rule.NOT_JSON);
        }

        @Test
        void with_half_a_character_is_refused() {
            var escaped = rejection("{\"sessionId\":\"s\",\"kind\":\"\\ud800\"}");
            var raw =
                    rejection(
                            Topic.ACTIVITY,
                            headers(),
                            concat(
                                    "{\"sessionId\":\"s\",\"kind\":\"",
                                    new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                                    "\"}"));

            assertThat(escaped.rule()).isEqualTo(Rule.NOT_JSON);
            assertThat(escaped.field()).isEqualTo("/kind");
            assertThat(raw.rule()).isEqualTo(Rule.NOT_JSON);
        }

        @Test
        void may_be_nested_64_deep_and_no_deeper() {
            assertThat(decode(nested(64))).isInstanceOf(Decoded.Accepted.class);
            assertThat(rejection(nested(65)).rule()).isEqualTo(Rule.TOO_DEEP);
            assertThat(rejection(nested(1_000_000)).rule()).isEqualTo(Rule.TOO_DEEP);
        }

        @Test
        void that_only_looks_deep_inside_a_text_is_accepted() {
            var text = "{\"sessionId\":\"s\",\"more\":\"" + "[{\\\"".repeat(500) + "\"}";

            assertThat(decode(text)).isInstanceOf(Decoded.Accepted.class);
        }

        @Test
        void may_have_2_MiB_with_its_headers_and_no_more() {
            var headers = headers();
            int room = EventCodec.MAX_RECORD_BYTES - size(headers) - ACTIVITY.length();

            assertThat(decode(ACTIVITY + " ".repeat(room))).isInstanceOf(Decoded.Accepted.class);
            assertThat(rejection(ACTIVITY + " ".repeat(room + 1)).rule()).isEqualTo(Rule.TOO_LARGE);
        }

        @Test
        void with_a_field_twice_is_refused() {
            var rejection = rejection("{\"sessionId\":\"s\",\"sessionId\":\"t\"}");

            assertThat(rejection.rule()).isEqualTo(Rule.DUPLICATE);
            assertThat(rejection.field()).isEqualTo("/sessionId");
        }

        @Test
        void with_fields_that_are_not_known_is_accepted() {
            var huge = "9".repeat(900);
            var value =
                    "{\"sessionId\":\"s\",\"new\":{\"a\":[1,null,{}]},\"new\":1,\"number\":"
                            + huge
                            + "}";

            assertThat(decode(value)).isInstanceOf(Decoded.Accepted.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1e999999999",
                    "-1e999999999",
                    "1e-999999999",
                    "1E400",
                    "99999999999999999999",
                    "1e19",
                    "1e40",
                    "-1e40",
                    "1.00000000000000000000000000000000000000000000000000000000000000000000000000001"
                })
        void with_a_monstrous_number_is_refused(String number) {
            var requested =
                    Trees.utf8(Examples.json(EventType.HEALTH_OBSERVED)).replace("502", number);

            var rejection =
                    rejection(
                            Topic.HEALTH,
                            headers(EventType.HEALTH_OBSERVED),
                            requested.getBytes(UTF_8));

            assertThat(rejection.field()).isEqualTo("/httpStatus");
            assertThat(rejection.rule()).isIn(Rule.OUT_OF_RANGE, Rule.WRONG_TYPE);
        }

        @Test
        void with_an_endless_number_or_name_is_refused() {
            var number = "{\"sessionId\":\"s\",\"n\":" + "9".repeat(2000) + "}";
            var name = "{\"sessionId\":\"s\",\"" + "n".repeat(2000) + "\":1}";

            assertThat(rejection(number).rule()).isEqualTo(Rule.TOO_LONG);
            assertThat(rejection(name).rule()).isEqualTo(Rule.TOO_LONG);
        }

        @Test
        void with_null_says_to_leave_the_field_out() {
            assertThat(rejection("{\"sessionId\":\"s\",\"kind\":null}"))
                    .isEqualTo(
                            new Rejection(
                                    "/kind",
                                    Rule.WRONG_TYPE,
                                    "is not a string",
                                    "leave the field out instead of sending null"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z"})
        void with_a_day_that_never_was_is_refused(String time) {
            var busy =
                    Trees.utf8(Examples.json(EventType.BUSY)).replace("2026-03-01T12:30:00Z", time);

            assertThat(rejection(Topic.ACTIVITY, headers(EventType.BUSY), busy.getBytes(UTF_8)))
                    .extracting(Rejection::field, Rejection::rule)
                    .containsExactly("/until", Rule.MALFORMED);
        }
    }

    @Nested
    class A_header {
        @ParameterizedTest
        @ValueSource(strings = {"ce_specversion", "ce_type", "ce_id", "ce_source", "ce_time"})
        void that_is_missing_or_empty_is_named(String name) {
            var missing = headers();
            missing.remove(name);
            var empty = headers();
            set(empty, name, "");
            var none = headers();
            none.remove(name);
            none.add(name, null);

            assertThat(rejection(missing))
                    .extracting(Rejection::field, Rejection::rule)
                    .containsExactly(name, Rule.MISSING);
            assertThat(rejection(empty).field()).isEqualTo(name);
            assertThat(rejection(none))
                    .extracting(Rejection::field, Rejection::rule)
                    .containsExactly(name, Rule.MISSING);
        }

        @ParameterizedTest
        @CsvSource({
            "ce_specversion, 0.3, UNKNOWN_VERSION",
            "ce_specversion, 2.0, UNKNOWN_VERSION",
            "ce_type, io.sandkeeper.sandbox.activity.v2, UNKNOWN_VERSION",
            "ce_type, io.sandkeeper.sandbox.activity.v99999999999999, UNKNOWN_VERSION",
            "ce_type, io.sandkeeper.sandbox.activity, UNKNOWN_TYPE",
            "ce_type, io.sandkeeper.sandbox.activity.x.v1, UNKNOWN_TYPE",
            "ce_type, com.example.order.v1, UNKNOWN_TYPE",
            "ce_type, io.sandkeeper.sandbox.requested.v1, WRONG_TOPIC",
            "ce_id, with space, MALFORMED",
            "ce_id, é, MALFORMED",
            "ce_source, 'not a uri', MALFORMED",
            "ce_time, yesterday, MALFORMED",
            "ce_time, 2026-03-01, MALFORMED",
            "ce_subject, somebody-else, INCONSISTENT",
            "content-type, text/plain, WRONG_CONTENT_TYPE",
            "content-type, application/json; charset=iso-8859-1, WRONG_CONTENT_TYPE",
            "content-type, '', WRONG_CONTENT_TYPE"
        })
        void that_is_wrong_is_named(String name, String value, Rule rule) {
            var headers = headers();
            set(headers, name, value);

            assertThat(rejection(headers))
                    .extracting(Rejection::field, Rejection::rule)
                    .containsExactly(name, rule);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json",
                    "application/json; charset=UTF-8",
                    "APPLICATION/JSON",
                    "application/vnd.x+json"
                })
        void can_name_json_in_several_ways(String type) {
            var headers = headers();
            set(headers, "content-type", type);

            assertThat(EventCodec.decode(Topic.ACTIVITY, headers, ACTIVITY.getBytes(UTF_8)))
                    .isInstanceOf(Decoded.Accepted.class);
        }

        @Test
        void of_a_batch_is_refused() {
            var headers = headers();
            set(headers, "content-type", "application/cloudevents-batch+json");

            assertThat(rejection(Topic.ACTIVITY, headers, "[]".getBytes(UTF_8)).field())
                    .isEqualTo("content-type");
        }

        @Test
        void that_is_too_long_is_refused() {
            var headers = headers();
            set(headers, "ce_source", "/" + "a".repeat(600));

            assertThat(rejection(headers))
                    .extracting(Rejection::field, Rejection::rule)
                    .containsExactly("ce_source", Rule.TOO_LONG);
        }

        @Test
        void that_is_there_twice_is_refused_even_in_other_case() {
            var same = headers().add("ce_type", "io.sandkeeper.sandbox.busy.v1".getBytes(UTF_8));
            var other = headers().add("ce_ID", "evt-2".getBytes(UTF_8));

            assertThat(rejection(same))
                    .extracting(Rejection::field, Rejection::rule)
                    .containsExactly("ce_type", Rule.DUPLICATE);
            assertThat(rejection(other))
                    .extracting(Rejection::field, Rejection::rule)
                    .containsExactly("ce_id", Rule.DUPLICATE);
        }

        @Test
        void in_broken_utf_8_is_refused() {
            var headers = headers();
            headers.remove("ce_id");
            headers.add("ce_id", new byte[] {(byte) 0xFF, (byte) 0xFE});

            assertThat(rejection(headers).field()).isEqualTo("ce_id");
        }

        @Test
        void that_nobody_knows_is_skipped() {
            var headers =
                    headers()
                            .add("ce_extension", "x".getBytes(UTF_8))
                            .add("other", null)
                            .add("ce_", new byte[0]);

            assertThat(EventCodec.decode(Topic.ACTIVITY, headers, ACTIVITY.getBytes(UTF_8)))
                    .isInstanceOf(Decoded.Accepted.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "garbage",
                    "00-0-0-00",
                    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01"
                })
        void with_a_broken_trace_costs_the_trace_and_not_the_event(String trace) {
            var headers = headers().add("ce_traceparent", trace.getBytes(UTF_8));

            var decoded = EventCodec.decode(Topic.ACTIVITY, headers, ACTIVITY.getBytes(UTF_8));

            assertThat(((Decoded.Accepted) decoded).envelope().trace()).isNull();
        }

        @Test
        void of_a_tracing_library_is_read_too() {
            var headers =
                    headers().add("traceparent", Examples.TRACE.traceparent().getBytes(UTF_8));
            headers.add("tracestate", "vendor=1".getBytes(UTF_8));

            var decoded = EventCodec.decode(Topic.ACTIVITY, headers, ACTIVITY.getBytes(UTF_8));

            assertThat(((Decoded.Accepted) decoded).envelope().trace()).isEqualTo(Examples.TRACE);
        }
    }

    @Test
    void a_short_name_for_a_change_of_settings_is_understood_where_it_is_asked_for() {
        var headers = headers(EventType.SETTINGS_CHANGED);

        var decoded =
                EventCodec.decode(
                        Topic.REQUESTS,
                        headers,
                        Examples.json(EventType.SETTINGS_CHANGE_REQUESTED));

        assertThat(((Decoded.Accepted) decoded).envelope().type())
                .isEqualTo(EventType.SETTINGS_CHANGE_REQUESTED);
        assertThat(
                        rejection(
                                        Topic.LIFECYCLE,
                                        headers,
                                        Examples.json(EventType.SETTINGS_CHANGE_REQUESTED))
                                .rule())
                .isEqualTo(Rule.MISSING);
    }

    private static String nested(int depth) {
        return "{\"sessionId\":\"s\",\"x\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

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

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }

    private static int size(Headers headers) {
        int size = 0;
        for (var header : headers) {
            size += header.key().length() + header.value().length;
        }
        return size;
    }

    private static byte[] concat(String before, byte[] middle, String after) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(UTF_8));
        all.writeBytes(middle);
        all.writeBytes(after.getBytes(UTF_8));
        return all.toByteArray();
    }

    private static Decoded decode(String value) {
        return EventCodec.decode(Topic.ACTIVITY, headers(), value.getBytes(UTF_8));
    }

    private static Rejection rejection(String value) {
        return rejection(Topic.ACTIVITY, headers(), value.getBytes(UTF_8));
    }

    private static Rejection rejection(Headers headers) {
        return rejection(Topic.ACTIVITY, headers, ACTIVITY.getBytes(UTF_8));
    }

    private static Rejection rejection(Topic topic, Headers headers, byte @Nullable [] value) {
        var decoded = EventCodec.decode(topic, headers, value);
        assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
        return ((Decoded.Rejected) decoded).rejection();
    }
}
