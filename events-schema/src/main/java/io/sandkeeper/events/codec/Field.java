package io.sandkeeper.events.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;

import java.util.LinkedHashMap;
import java.util.Map;

/** One field of an object. */
record Field<T, V>(
        int index,
        String name,
        Value<V> value,
        boolean required,
        @Nullable V fallback,
        String description,
        Getter<T, ? extends @Nullable V> getter) {
    void write(JsonGenerator out, T thing) {
        var held = getter.of(thing);
        if (held != null) {
            out.writeName(name);
            value.write(out, held);
        }
    }

    void fallBack(Row row) {
        if (fallback != null && !row.has(index)) {
            row.put(index, fallback);
        }
    }

    Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("description", description);
        schema.putAll(value.schema());
        if (fallback != null) {
            schema.put("default", new Fallback<>(value, fallback));
        }
        return schema;
    }

    /** A default in a description, written as its field writes it. */
    record Fallback<V>(Value<V> value, V held) {}
}
