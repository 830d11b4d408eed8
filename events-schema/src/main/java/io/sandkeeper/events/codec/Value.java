package io.sandkeeper.events.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

import java.util.Map;

/**
 * One kind of JSON value: how it is read, checked, written and described. The schema files are
 * written from the description, so that reader and schema are one thing.
 */
interface Value<T> {
    /** The parser stands on the value's first token; afterwards on its last. */
    T read(JsonParser in);

    void write(JsonGenerator out, T value);

    /** As JSON Schema 2020-12. */
    Map<String, Object> schema();
}
