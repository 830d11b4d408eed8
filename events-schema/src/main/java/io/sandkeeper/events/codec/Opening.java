package io.sandkeeper.events.codec;

import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.Topic;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** Takes an event out of its envelope, or says by which rule that cannot be. */
final class Opening {
    private static final String VERSION = "ce_specversion";

    private Opening() {}

    static Envelope<? extends Event> record(Topic topic, Headers headers, byte @Nullable [] value) {
        if (value == null) {
            throw new Refused("", Rule.NO_VALUE, "the record has no value", Advise.SEND_JSON);
        }
        refuseLarger(sizeOf(headers) + value.length);
        var type = headers.lastHeader("content-type");
        var content =
                type == null ? ContentType.JSON : new String(type.value(), StandardCharsets.UTF_8);
        if (ContentType.isEnvelope(content)) {
            return structured(topic, value);
        }
        if (!ContentType.isJson(content)) {
            throw ContentType.refusal("content-type");
        }
        return binary(topic, headers, value);
    }

    static Envelope<? extends Event> text(byte[] json) {
        refuseLarger(json.length);
        return structured(null, json);
    }

    private static Envelope<? extends Event> binary(Topic topic, Headers headers, byte[] value) {
        var attributes = attributes(headers, value);
        attributes.traceFrom(headers);
        return open(topic, attributes, value, 0, value.length);
    }

    private static Attributes attributes(Headers headers, byte[] value) {
        try {
            return KafkaMessageFactory.createReader(headers, value).read(Attributes::inHeaders);
        } catch (CloudEventRWException _) {
            throw headers.lastHeader(VERSION) == null
                    ? new Refused(
                            VERSION,
                            Rule.MISSING,
                            "is missing",
                            "send CloudEvents 1.0 in binary mode")
                    : new Refused(
                            VERSION, Rule.UNKNOWN_VERSION, "is not 1.0", "send CloudEvents 1.0");
        }
    }

    private static Envelope<? extends Event> structured(@Nullable Topic topic, byte[] value) {
        var all = Json.read(value, 0, value.length, Structured::read);
        all.attributes().mustBeVersionOne();
        all.attributes().mustBeJson();
        return open(topic, all.attributes(), value, all.from(), all.length());
    }

    private static Envelope<? extends Event> open(
            @Nullable Topic topic, Attributes attributes, byte[] value, int from, int length) {
        var type = Types.find(attributes.field("type"), attributes.type(), topic);
        var id = attributes.id();
        var source = attributes.source();
        var time = attributes.time();
        var event = data(attributes, Shapes.of(type), value, from, length);
        attributes.mustBeAbout(event.subject());
        return new Envelope<>(id, source, time, attributes.trace(), event);
    }

    private static Event data(
            Attributes attributes, Shapes.Entry<?> entry, byte[] value, int from, int length) {
        try {
            return entry.read(value, from, length);
        } catch (Refused refused) {
            throw refused.below(attributes.pointerToData());
        }
    }

    private static void refuseLarger(long size) {
        if (size > Json.MAX_BYTES) {
            throw new Refused(
                    "",
                    Rule.TOO_LARGE,
                    "is larger than " + Json.MAX_BYTES + " bytes",
                    "send less in one record");
        }
    }

    // A header without a value would be a trap for every reader after us.
    private static long sizeOf(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            if (header.value() == null) {
                if (header.key().startsWith("ce_") || header.key().equals("content-type")) {
                    throw new Refused(header.key(), Rule.MISSING, "has no value", "send a value");
                }
                continue;
            }
            size += header.key().length() + header.value().length;
        }
        return size;
    }
}
