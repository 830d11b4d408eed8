package io.sandkeeper.events.codec;

import static io.sandkeeper.events.codec.Hostile.ACTIVITY;
import static io.sandkeeper.events.codec.Hostile.concat;
import static io.sandkeeper.events.codec.Hostile.decode;
import static io.sandkeeper.events.codec.Hostile.headers;
import static io.sandkeeper.events.codec.Hostile.rejection;
import static io.sandkeeper.events.codec.Hostile.size;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever value a record has, it is refused by field and rule, and never by an exception. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HostileValueTest {
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

        assertThat(rejection(Topic.ACTIVITY, headers(), overlong).rule()).isEqualTo(Rule.NOT_JSON);
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
        var requested = Trees.utf8(Examples.json(EventType.HEALTH_OBSERVED)).replace("502", number);

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
    @ValueSource(strings = {"2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z"})
    void with_a_day_that_never_was_is_refused(String time) {
        var busy = Trees.utf8(Examples.json(EventType.BUSY)).replace("2026-03-01T12:30:00Z", time);

        assertThat(rejection(Topic.ACTIVITY, headers(EventType.BUSY), busy.getBytes(UTF_8)))
                .extracting(Rejection::field, Rejection::rule)
                .containsExactly("/until", Rule.MALFORMED);
    }

    private static String nested(int depth) {
        return "{\"sessionId\":\"s\",\"x\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }
}
