package io.sandkeeper.worker.provider.e2b;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads what we do not trust: a field of another type than it should have is a field that is not
 * there.
 */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode object(Map<String, String> texts) {
        var object = object();
        texts.forEach(object::put);
        return object;
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
    }

    static Optional<JsonNode> parse(byte[] bytes) {
        try {
            return Optional.of(MAPPER.readTree(bytes));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    static Optional<String> text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    static OptionalInt whole(JsonNode node, String field) {
        var value = node.path(field);
        return value.isInt() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    static Optional<Instant> time(JsonNode node, String field) {
        return text(node, field).flatMap(Json::instant);
    }

    /** Of an object, the fields that are texts. */
    static Map<String, String> texts(JsonNode node) {
        var texts = new LinkedHashMap<String, String>();
        for (var field : node.properties()) {
            if (field.getValue().isString()) {
                texts.put(field.getKey(), field.getValue().stringValue());
            }
        }
        return texts;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
