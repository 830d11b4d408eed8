package io.sandkeeper.events.codec;

import io.sandkeeper.events.EventType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of one kind of event, as it is published. */
final class SchemaFile {
    static final String FOLDER = "src/main/resources/io/sandkeeper/events/schema/";

    private SchemaFile() {}

    static String path(EventType type) {
        return FOLDER + name(type);
    }

    static String name(EventType type) {
        return type.stem() + ".v1.json";
    }

    static Map<String, Object> of(EventType type) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:sandkeeper:event:" + type.wireName());
        schema.put("title", type.wireName());
        schema.put("description", Shapes.of(type).description());
        schema.putAll(body(type));
        schema.put("examples", List.of(Trees.read(Examples.json(type))));
        return schema;
    }

    /** What the data must look like, without what is said about it. */
    @SuppressWarnings("unchecked") // a description is a map of names, and stays one
    static Map<String, Object> body(EventType type) {
        return (Map<String, Object>) Trees.plain(Shapes.of(type).shape().schema());
    }
}
