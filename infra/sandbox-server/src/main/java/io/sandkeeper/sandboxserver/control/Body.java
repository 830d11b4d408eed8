package io.sandkeeper.sandboxserver.control;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object of a request: tolerant of what it does not know, strict about the types of the
 * rest.
 */
final class Body {
    private static final int LARGEST = 1 << 20;

    private final ObjectNode node;
    private final String where;

    private Body(ObjectNode node, String where) {
        this.node = node;
        this.where = where;
    }

    static String text(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw InvalidRequest.tooLarge();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** An absent body is an empty object where the protocol lets it be absent. */
    static Body optional(String text) {
        return text.isEmpty()
                ? new Body(JsonNodeFactory.instance.objectNode(), "")
                : required(text);
    }

    static Body required(String text) {
        JsonNode node;
        try {
            node = Json.read(text);
        } catch (JacksonException malformed) {
            throw InvalidRequest.schema(
                    "request body has an error: failed to decode request body: "
                            + malformed.getOriginalMessage());
        }
        return new Body(object(node, ""), "");
    }

    private static ObjectNode object(JsonNode node, String where) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw wrong(where, "an object");
    }

    private static InvalidRequest wrong(String where, String expected) {
        return InvalidRequest.schema(
                "request body has an error: doesn't match schema: Error at \"%s\": value must be %s"
                        .formatted(where.isEmpty() ? "/" : where, expected));
    }

    private Optional<JsonNode> member(String name) {
        return node.optional(name).filter(value -> !value.isNull());
    }

    String text(String name) {
        return optionalText(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(
                        () ->
                                InvalidRequest.schema(
                                        "request body has an error: doesn't match schema: Error at \"%s/%s\": property \"%s\" is missing"
                                                .formatted(where, name, name)));
    }

    Optional<String> optionalText(String name) {
        return member(name).map(value -> string(value, where + "/" + name));
    }

    Optional<Boolean> flag(String name) {
        return member(name)
                .map(
                        value -> {
                            if (!value.isBoolean()) {
                                throw wrong(where + "/" + name, "a boolean");
                            }
                            return value.booleanValue();
                        });
    }

    Optional<Integer> integer(String name) {
        return member(name)
                .map(
                        value -> {
                            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                                throw wrong(where + "/" + name, "an integer");
                            }
                            return value.intValue();
                        });
    }

    /** In seconds, and above zero. */
    Optional<Duration> timeout(String name) {
        Optional<Integer> seconds = integer(name);
        if (seconds.filter(s -> s <= 0).isPresent()) {
            throw InvalidRequest.because("Timeout must be greater than 0");
        }
        return seconds.map(Duration::ofSeconds);
    }

    Optional<Body> object(String name) {
        return member(name)
                .map(value -> new Body(object(value, where + "/" + name), where + "/" + name));
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (JsonNode element : elements(name)) {
            texts.add(string(element, where + "/" + name));
        }
        return texts;
    }

    List<Body> objects(String name) {
        var objects = new ArrayList<Body>();
        for (JsonNode element : elements(name)) {
            objects.add(new Body(object(element, where + "/" + name), where + "/" + name));
        }
        return objects;
    }

    private Iterable<JsonNode> elements(String name) {
        Optional<JsonNode> value = member(name);
        if (value.isPresent() && !value.get().isArray()) {
            throw wrong(where + "/" + name, "an array");
        }
        return value.map(JsonNode::values).orElseGet(List::of);
    }

    Map<String, String> textMap(String name) {
        var map = new LinkedHashMap<String, String>();
        object(name)
                .ifPresent(
                        object -> object.names().forEach(key -> map.put(key, object.string(key))));
        return map;
    }

    List<String> names() {
        return List.copyOf(node.propertyNames());
    }

    private String string(String name) {
        return string(node.path(name), where + "/" + name);
    }

    private static String string(JsonNode value, String where) {
        if (!value.isString()) {
            throw wrong(where, "a string");
        }
        return value.stringValue();
    }

    boolean has(String name) {
        return member(name).isPresent();
    }
}
