package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A released schema only grows. The released ones are kept beside the tests; a release adds its own
 * there.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CompatibilityTest {
    private static final Path RELEASED = Path.of("src/test/resources/released");

    @ParameterizedTest
    @MethodSource("released")
    void what_is_released_only_grows(Path file) throws IOException {
        var older = Trees.read(Files.readAllBytes(file));
        var type = EventType.named(older.get("title").asString());

        assertThat(type).as("an event type that is released stays").isPresent();
        assertThat(Compatibility.breaks(older, current(type.get()), published(type.get())))
                .isEmpty();
    }

    @Test
    void everything_of_version_one_is_released() throws IOException {
        assertThat(released()).hasSameSizeAs(EventType.values());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("narrower")
    void a_narrower_schema_is_refused(
            String expected, EventType type, Consumer<ObjectNode> change) {
        var older = current(type);
        var newer = (ObjectNode) older.deepCopy();
        change.accept(newer);

        assertThat(Compatibility.breaks(older, newer, published(type))).containsExactly(expected);
    }

    static Stream<Arguments> narrower() {
        return Stream.of(
                narrower(
                        "/region: removed",
                        EventType.SANDBOX_REQUESTED,
                        s -> properties(s).remove("region")),
                narrower(
                        "/region: newly required",
                        EventType.SANDBOX_REQUESTED,
                        s -> required(s).add("region")),
                narrower(
                        "/color: newly required",
                        EventType.SANDBOX_REQUESTED,
                        s -> {
                            properties(s).putObject("color").put("type", "string");
                            required(s).add("color");
                        }),
                narrower("/state: no longer promised", EventType.READY, s -> required(s).remove(3)),
                narrower(
                        "/previewPort: type narrowed",
                        EventType.SANDBOX_REQUESTED,
                        s -> field(s, "previewPort").put("type", "string")),
                narrower(
                        "/priority: enum narrowed",
                        EventType.SANDBOX_REQUESTED,
                        s -> ((ArrayNode) field(s, "priority").get("enum")).remove(0)),
                narrower(
                        "/region: enum new",
                        EventType.SANDBOX_REQUESTED,
                        s -> field(s, "region").putArray("enum").add("eu")),
                narrower(
                        "/startCommand: maxLength narrowed",
                        EventType.SANDBOX_REQUESTED,
                        s -> field(s, "startCommand").put("maxLength", 10)),
                narrower(
                        "/startCommand: minLength narrowed",
                        EventType.SANDBOX_REQUESTED,
                        s -> field(s, "startCommand").put("minLength", 1)),
                narrower(
                        "/previewPort: maximum narrowed",
                        EventType.SANDBOX_REQUESTED,
                        s -> field(s, "previewPort").put("maximum", 9999)),
                narrower(
                        "/previewPort: minimum narrowed",
                        EventType.SANDBOX_REQUESTED,
                        s -> field(s, "previewPort").put("minimum", 1024)),
                narrower(
                        "/files: maxItems narrowed",
                        EventType.SANDBOX_REQUESTED,
                        s -> field(s, "files").put("maxItems", 10)),
                narrower(
                        "/files/items/text: removed",
                        EventType.SANDBOX_REQUESTED,
                        s ->
                                properties((ObjectNode) field(s, "files").get("items"))
                                        .remove("text")),
                narrower(
                        "/environment: maxProperties narrowed",
                        EventType.SANDBOX_REQUESTED,
                        s -> field(s, "environment").put("maxProperties", 10)),
                narrower(
                        "/environment/additionalProperties: maxLength narrowed",
                        EventType.SANDBOX_REQUESTED,
                        s ->
                                ((ObjectNode) field(s, "environment").get("additionalProperties"))
                                        .put("maxLength", 10)),
                narrower(
                        "/sessionId: pattern changed",
                        EventType.ACTIVITY,
                        s -> field(s, "sessionId").put("pattern", "^ses-")),
                narrower(
                        "/wakeMode: default changed",
                        EventType.SANDBOX_REQUESTED,
                        s -> field(s, "wakeMode").put("default", "manual")),
                narrower(
                        "/cause/kind: enum narrowed",
                        EventType.READY,
                        s ->
                                ((ArrayNode) properties(field(s, "cause")).get("kind").get("enum"))
                                        .remove(0)),
                narrower(
                        ": anyOf changed",
                        EventType.ACTIVITY,
                        s -> ((ArrayNode) s.get("anyOf")).remove(0)),
                narrower(
                        "/additionalProperties: new",
                        EventType.ACTIVITY,
                        s -> s.put("additionalProperties", false)));
    }

    @Test
    void a_schema_may_grow() {
        var older = current(EventType.SANDBOX_REQUESTED);
        var newer = (ObjectNode) older.deepCopy();

        properties(newer).putObject("color").put("type", "string");
        ((ArrayNode) field(newer, "priority").get("enum")).add("urgent");
        field(newer, "startCommand").put("maxLength", 100_000);
        required(newer).remove(0);
        newer.remove("not");

        assertThat(Compatibility.breaks(older, newer, false)).isEmpty();
    }

    static List<Path> released() throws IOException {
        try (var files = Files.walk(RELEASED)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static boolean published(EventType type) {
        return type.topic().direction() == Topic.Direction.OUT;
    }

    private static JsonNode current(EventType type) {
        return Trees.MAPPER.valueToTree(SchemaFile.of(type));
    }

    private static Arguments narrower(
            String expected, EventType type, Consumer<ObjectNode> change) {
        return Arguments.of(expected, type, change);
    }

    private static ObjectNode properties(ObjectNode schema) {
        return (ObjectNode) schema.get("properties");
    }

    private static ObjectNode field(ObjectNode schema, String name) {
        return (ObjectNode) properties(schema).get(name);
    }

    private static ArrayNode required(ObjectNode schema) {
        return (ArrayNode) schema.get("required");
    }
}
