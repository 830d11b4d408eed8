package io.sandkeeper.events.codec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Valid data, made wrong (or not) at one place or several. */
final class Mutations {
    private static final JsonNodeFactory NODES = Trees.MAPPER.getNodeFactory();

    /** Values that are right in one place and wrong in most. */
    private static final List<JsonNode> VALUES =
            Stream.of(
                            "null true false 0 1 -1 7 1.0 1.5 1e2 1e-2 100 101 99 600 599 4 5 3600 3601 65535 65536",
                            "2592000 2592001 10000 10001 86400 86401 2147483647 2147483648 9007199254740991",
                            "9007199254740992 9223372036854775807 9223372036854775808 -9223372036854775809",
                            "1e15 1e16 1e18 0.0 0e5 1000000.5 1000000001 [] {} [1] {\"a\":1} [\"x\"] [{}]",
                            "\"\" \"a\" \"A-1._x\" \"-a\" \"a/b\" \"a:b\" \"a|b\" \"é\" \"😀\" \"\\u0000\" \"a\\n\" \"\\t\" \"~\" \".\"",
                            "\"..\" \"../a\" \"a/..\" \"a/./b\" \"a//b\" \"/a\" \"a/\" \"a.b/..c\" \"...\" \"a..\" \"a..b\" \"a.lock\" \"a.lock/b\"",
                            "\"a@{b\" \"a\\\\b\" \"refs/heads/x\" \"running\" \"RUNNING\" \"manual\" \"on-activity\" \"ON_ACTIVITY\" \"high\"",
                            "\"https://a.b/c\" \"http://a\" \"https://u:p@a.b/c\" \"https://a.b:1/c\" \"https://a.b/c?d\" \"ftp://a/b\" \"https://\"",
                            "\"2026-03-01T12:00:00Z\" \"2026-03-01T12:00:00.123456789+02:00\" \"2026-03-01T12:00:00\" \"2026-03-01\"",
                            "\"2026-03-01T12:00:00.1234567890Z\" \"12026-03-01T12:00:00Z\" \"QUJD\" \"QQ==\" \"QUJDRA==\"")
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .map(Trees.MAPPER::readTree)
                    .toList();

    private Mutations() {}

    /**
     * Each field taken away, each replaced by each value and by texts at the limits that the schema
     * names.
     */
    static Stream<JsonNode> everyOne(JsonNode valid, JsonNode schema) {
        var texts =
                schema.findValues("maxLength").stream()
                        .map(JsonNode::asInt)
                        .distinct()
                        .flatMap(length -> Stream.of(length, length + 1))
                        .flatMap(length -> Stream.of("a".repeat(length), "😀".repeat(length)))
                        .<JsonNode>map(NODES::stringNode)
                        .toList();
        return places(valid, List.of()).stream()
                .flatMap(
                        place ->
                                Stream.concat(
                                        Stream.of(without(valid, place)),
                                        Stream.concat(VALUES.stream(), texts.stream())
                                                .map(value -> with(valid, place, value))));
    }

    /** Lists and maps with one more than they may have. */
    static Stream<JsonNode> swollen(JsonNode valid) {
        return places(valid, List.of()).stream()
                .flatMap(
                        place ->
                                switch (at(valid, place)) {
                                    case ArrayNode list when !list.isEmpty() ->
                                            IntStream.of(100, 101, 1000, 1001)
                                                    .<JsonNode>mapToObj(
                                                            size -> {
                                                                var many = NODES.arrayNode();
                                                                IntStream.range(0, size)
                                                                        .forEach(
                                                                                _ ->
                                                                                        many.add(
                                                                                                list
                                                                                                        .get(
                                                                                                                0)));
                                                                return with(valid, place, many);
                                                            });
                                    case ObjectNode _ ->
                                            IntStream.of(64, 65, 256, 257)
                                                    .<JsonNode>mapToObj(
                                                            size -> {
                                                                var many = NODES.objectNode();
                                                                IntStream.range(0, size)
                                                                        .forEach(
                                                                                i ->
                                                                                        many.put(
                                                                                                "k"
                                                                                                        + i,
                                                                                                "v"));
                                                                return with(valid, place, many);
                                                            });
                                    default -> Stream.empty();
                                });
    }

    /** Wrong at up to three places. */
    static JsonNode some(JsonNode valid, RandomGenerator random) {
        var mutated = valid;
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            var places = places(mutated, List.of());
            if (places.isEmpty()) {
                return mutated;
            }
            var place = places.get(random.nextInt(places.size()));
            mutated =
                    switch (random.nextInt(4)) {
                        case 0 -> without(mutated, place);
                        case 1 -> renamed(mutated, place);
                        default -> with(mutated, place, VALUES.get(random.nextInt(VALUES.size())));
                    };
        }
        return mutated;
    }

    private static List<List<Object>> places(JsonNode node, List<Object> prefix) {
        var places = new ArrayList<List<Object>>();
        for (var entry : node.properties()) {
            var place = plus(prefix, entry.getKey());
            places.add(place);
            places.addAll(places(entry.getValue(), place));
        }
        for (int i = 0; node.isArray() && i < Math.min(2, node.size()); i++) {
            var place = plus(prefix, i);
            places.add(place);
            places.addAll(places(node.get(i), place));
        }
        return places;
    }

    private static List<Object> plus(List<Object> prefix, Object step) {
        return Stream.concat(prefix.stream(), Stream.of(step)).toList();
    }

    private static JsonNode at(JsonNode root, List<Object> place) {
        var node = root;
        for (var step : place) {
            node = step instanceof Integer index ? node.get(index) : node.get(step.toString());
        }
        return node;
    }

    private static JsonNode with(JsonNode valid, List<Object> place, JsonNode value) {
        var copy = valid.deepCopy();
        switch (at(copy, place.subList(0, place.size() - 1))) {
            case ObjectNode object -> object.set(place.getLast().toString(), value);
            case ArrayNode array -> array.set((Integer) place.getLast(), value);
            default -> throw new IllegalStateException("no such place " + place);
        }
        return copy;
    }

    private static JsonNode without(JsonNode valid, List<Object> place) {
        var copy = valid.deepCopy();
        switch (at(copy, place.subList(0, place.size() - 1))) {
            case ObjectNode object -> object.remove(place.getLast().toString());
            case ArrayNode array -> array.remove((Integer) place.getLast());
            default -> throw new IllegalStateException("no such place " + place);
        }
        return copy;
    }

    private static JsonNode renamed(JsonNode valid, List<Object> place) {
        var value = at(valid, place);
        var copy = without(valid, place);
        if (at(copy, place.subList(0, place.size() - 1)) instanceof ObjectNode object) {
            object.set(place.getLast() + "X", value);
        }
        return copy;
    }
}
