package io.sandkeeper.events.codec;

import io.sandkeeper.events.Envelope;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An event and its envelope in one JSON object: CloudEvents' structured mode.
 *
 * @param from where the data begins in the value
 */
record Structured(Attributes attributes, int from, int length) {
    private static final Text ATTRIBUTE = Text.upTo(Attributes.MAX_LENGTH);

    /**
     * The data is only found here, not read: what it is depends on the type, which may come after
     * it.
     */
    static Structured read(JsonParser in) {
        Json.expect(in, JsonToken.START_OBJECT, "an object");
        var attributes = Attributes.inFields();
        int from = -1;
        int to = -1;
        for (var name = in.nextName(); name != null; name = in.nextName()) {
            var token = in.nextToken();
            if (name.equals("data")) {
                if (from >= 0) {
                    throw new Refused("/data", Rule.DUPLICATE, "is there twice", "send it once");
                }
                Json.expect(in, JsonToken.START_OBJECT, "an object");
                from = Math.toIntExact(in.currentTokenLocation().getByteOffset());
                in.skipChildren();
                to = Math.toIntExact(in.currentLocation().getByteOffset());
            } else if (token == JsonToken.VALUE_STRING) {
                attributes.withContextAttribute(name, ATTRIBUTE.read(in));
            } else {
                in.skipChildren();
            }
        }
        if (from < 0) {
            throw new Refused("/data", Rule.MISSING, "is missing", "send the event's data as JSON");
        }
        return new Structured(attributes, from, to - from);
    }

    static void write(JsonGenerator out, Envelope<?> envelope) {
        out.writeStartObject();
        out.writeStringProperty("specversion", "1.0");
        out.writeStringProperty("id", envelope.id().value());
        out.writeStringProperty("source", envelope.source().toString());
        out.writeStringProperty("type", envelope.type().wireName());
        out.writeStringProperty("time", envelope.time().toString());
        out.writeStringProperty("subject", envelope.subject());
        out.writeStringProperty("datacontenttype", ContentType.JSON);
        var trace = envelope.trace();
        if (trace != null) {
            out.writeStringProperty("traceparent", trace.traceparent());
            if (trace.tracestate() != null) {
                out.writeStringProperty("tracestate", trace.tracestate());
            }
        }
        out.writeName("data");
        Shapes.of(envelope.type()).write(out, envelope.data());
        out.writeEndObject();
    }
}
