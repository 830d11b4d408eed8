package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole event in one JSON object. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StructuredTest {
    private static final String EVENT =
            "{'data':{'sessionId':'s'},'specversion':'1.0','id':'e','source':'/t',"
                    + "'type':'io.sandkeeper.sandbox.activity.v1','time':'2026-03-01T12:00:00Z','new':{'a':[1]}}";

    @Test
    void is_read_from_a_record_whatever_the_order_of_its_fields() {
        var headers =
                new RecordHeaders()
                        .add(
                                "content-type",
                                "application/cloudevents+json; charset=UTF-8".getBytes(UTF_8));

        var decoded = EventCodec.decode(Topic.ACTIVITY, headers, json(EVENT));

        assertThat(((Decoded.Accepted) decoded).envelope().type()).isEqualTo(EventType.ACTIVITY);
        assertThat(EventCodec.decode(Topic.HEALTH, headers, json(EVENT)))
                .isEqualTo(
                        new Decoded.Rejected(
                                new Rejection(
                                        "/type",
                                        Rule.WRONG_TOPIC,
                                        "does not belong on sandkeeper.health",
                                        "send it to sandkeeper.activity")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'specversion':'1.0', |  | /specversion | MISSING",
                "'1.0' | '0.3' | /specversion | UNKNOWN_VERSION",
                "'id':'e', |  | /id | MISSING",
                "'id':'e' | 'id':5 | /id | MISSING",
                "'id':'e' | 'id':'e','id':'f' | /id | DUPLICATE",
                "activity.v1 | activity.v9 | /type | UNKNOWN_VERSION",
                "2026 | year | /time | MALFORMED",
                "'new' | 'subject':'x','new' | /subject | INCONSISTENT",
                "'new' | 'datacontenttype':'text/xml','new' | /datacontenttype | WRONG_CONTENT_TYPE",
                "{'sessionId':'s'} | 'text' | /data | WRONG_TYPE",
                "{'sessionId':'s'} | null | /data | WRONG_TYPE",
                "{'sessionId':'s'} | 17 | /data | WRONG_TYPE",
                "{'sessionId':'s'} | {} | /data/sessionId | MISSING",
                "{'sessionId':'s'} | {'sessionId':'s','kind':5} | /data/kind | WRONG_TYPE",
                "'data' | 'other' | /data | MISSING",
                "'new' | 'data':{},'new' | /data | DUPLICATE"
            })
    void names_what_is_wrong_by_its_place(
            String from, @Nullable String to, String field, Rule rule) {
        var decoded = EventCodec.fromJson(json(EVENT.replace(from, to == null ? "" : to)));

        assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
        assertThat(((Decoded.Rejected) decoded).rejection())
                .extracting(Rejection::field, Rejection::rule)
                .containsExactly(field, rule);
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }
}
