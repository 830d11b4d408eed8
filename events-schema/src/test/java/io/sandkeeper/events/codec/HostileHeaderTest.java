package io.sandkeeper.events.codec;

import static io.sandkeeper.events.codec.Hostile.ACTIVITY;
import static io.sandkeeper.events.codec.Hostile.headers;
import static io.sandkeeper.events.codec.Hostile.rejection;
import static io.sandkeeper.events.codec.Hostile.set;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever headers a record has, it is refused by header and rule, and never by an exception. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HostileHeaderTest {
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
        var headers = headers().add("traceparent", Examples.TRACE.traceparent().getBytes(UTF_8));
        headers.add("tracestate", "vendor=1".getBytes(UTF_8));

        var decoded = EventCodec.decode(Topic.ACTIVITY, headers, ACTIVITY.getBytes(UTF_8));

        assertThat(((Decoded.Accepted) decoded).envelope().trace()).isEqualTo(Examples.TRACE);
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
}
