package io.sandkeeper.events.codec;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a newer schema breaks for those who rely on an older one. */
final class Compatibility {
    /** Limits that may rise, but not sink or come new. */
    private static final List<String> CEILINGS =
            List.of("maxLength", "maximum", "maxItems", "maxProperties");

    /** Limits that may sink, but not rise or come new. */
    private static final List<String> FLOORS =
            List.of("minLength", "minimum", "minItems", "minProperties");

    /** Words whose change cannot be judged; they may only go away. */
    private static final List<String> FIXED =
            List.of(
                    "pattern",
                    "format",
                    "contentEncoding",
                    "const",
                    "anyOf",
                    "allOf",
                    "oneOf",
                    "not",
                    "dependentRequired");

    private final List<String> breaks = new ArrayList<>();
    private final boolean published;

    private Compatibility(boolean published) {
        this.published = published;
    }

    /**
     * @param published whether we write such events and others read them: then what was always
     *     there stays so
     */
    static List<String> breaks(JsonNode older, JsonNode newer, boolean published) {
        var compatibility = new Compatibility(published);
        compatibility.compare("", older, newer);
        return compatibility.breaks;
    }

    private void compare(String at, JsonNode older, JsonNode newer) {
        require(types(newer).containsAll(types(older)), at, "type narrowed");
        required(at, older, newer);
        enums(at, older, newer);
        CEILINGS.forEach(word -> limit(at, word, older, newer, 1));
        FLOORS.forEach(word -> limit(at, word, older, newer, -1));
        FIXED.forEach(
                word ->
                        require(
                                !newer.has(word) || newer.get(word).equals(older.get(word)),
                                at,
                                word + " changed"));
        require(
                !older.has("default") || older.get("default").equals(newer.get("default")),
                at,
                "default changed");
        properties(at, older, newer);
        for (var word : List.of("items", "additionalProperties", "propertyNames")) {
            nested(at + "/" + word, older.get(word), newer.get(word));
        }
    }

    private void nested(String at, @Nullable JsonNode older, @Nullable JsonNode newer) {
        if (newer != null && older == null) {
            breaks.add(at + ": new");
        } else if (newer != null && older != null && older.isObject()) {
            require(newer.isObject(), at, "closed");
            compare(at, older, newer);
        }
    }

    private void properties(String at, JsonNode older, JsonNode newer) {
        for (var property : older.path("properties").properties()) {
            var name = at + "/" + property.getKey();
            var now = newer.path("properties").get(property.getKey());
            if (now == null) {
                breaks.add(name + ": removed");
            } else {
                compare(name, property.getValue(), now);
            }
        }
    }

    private void required(String at, JsonNode older, JsonNode newer) {
        var before = texts(older.path("required"));
        var now = texts(newer.path("required"));
        // A field that is new altogether may not be required either: nobody sends it yet.
        now.stream()
                .filter(name -> !before.contains(name))
                .forEach(name -> breaks.add(at + "/" + name + ": newly required"));
        if (published) {
            before.stream()
                    .filter(name -> !now.contains(name))
                    .forEach(name -> breaks.add(at + "/" + name + ": no longer promised"));
        }
    }

    private void enums(String at, JsonNode older, JsonNode newer) {
        if (newer.has("enum")) {
            require(older.has("enum"), at, "enum new");
            require(
                    texts(newer.get("enum")).containsAll(texts(older.path("enum"))),
                    at,
                    "enum narrowed");
        }
    }

    private void limit(String at, String word, JsonNode older, JsonNode newer, int direction) {
        if (!newer.has(word)) {
            return;
        }
        require(
                older.has(word)
                        && newer.get(word).decimalValue().compareTo(older.get(word).decimalValue())
                                        * direction
                                >= 0,
                at,
                word + " narrowed");
    }

    private static Set<String> types(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray() ? texts(type) : Set.of(type.asString("any"));
    }

    private static Set<String> texts(JsonNode list) {
        return Stream.of(list)
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }

    private void require(boolean holds, String at, String otherwise) {
        if (!holds) {
            breaks.add(at + ": " + otherwise);
        }
    }
}
