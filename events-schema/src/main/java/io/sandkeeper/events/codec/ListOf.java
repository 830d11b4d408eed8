package io.sandkeeper.events.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of limited length. What we write ourselves is cut to fit; such lists have a count beside
 * them.
 */
record ListOf<T>(Value<T> item, int max) implements Value<List<T>> {
    @Override
    public List<T> read(JsonParser in) {
        Json.expect(in, JsonToken.START_ARRAY, "an array");
        var items = new ArrayList<T>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == max) {
                var list = in.streamReadContext().getParent().pathAsPointer().toString();
                throw new Refused(
                        list,
                        Rule.TOO_MANY,
                        "has more than " + max + " items",
                        "send at most " + max + " items");
            }
            items.add(item.read(in));
        }
        return items;
    }

    @Override
    public void write(JsonGenerator out, List<T> value) {
        out.writeStartArray();
        value.stream().limit(max).forEach(one -> item.write(out, one));
        out.writeEndArray();
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "array");
        schema.put("maxItems", max);
        schema.put("items", item.schema());
        return schema;
    }
}
