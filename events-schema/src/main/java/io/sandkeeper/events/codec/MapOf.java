package io.sandkeeper.events.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names that the producer chooses, each with a text. */
record MapOf(Text name, Text value, int max) implements Value<Map<String, String>> {
    @Override
    public Map<String, String> read(JsonParser in) {
        Json.expect(in, JsonToken.START_OBJECT, "an object");
        var entries = new LinkedHashMap<String, String>();
        var map = in.streamReadContext().getParent().pathAsPointer().toString();
        for (var key = in.nextName(); key != null; key = in.nextName()) {
            // A bad name is not repeated: somebody may have put a secret there.
            name.check(key, map, "one of its names ");
            in.nextToken();
            if (entries.put(key, value.read(in)) != null) {
                throw new Refused(
                        map, Rule.DUPLICATE, "has the same name twice", "send each name once");
            }
            if (entries.size() > max) {
                throw new Refused(
                        map,
                        Rule.TOO_MANY,
                        "has more than " + max + " names",
                        "send at most " + max + " names");
            }
        }
        return entries;
    }

    @Override
    public void write(JsonGenerator out, Map<String, String> entries) {
        out.writeStartObject();
        entries.forEach(
                (key, text) -> {
                    out.writeName(key);
                    value.write(out, text);
                });
        out.writeEndObject();
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("maxProperties", max);
        schema.put("propertyNames", name.schema());
        schema.put("additionalProperties", value.schema());
        return schema;
    }
}
