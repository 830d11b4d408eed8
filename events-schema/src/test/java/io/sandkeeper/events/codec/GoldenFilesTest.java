package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.EventType;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was once released is read for ever. Files are only added to the folder, never changed or
 * taken away.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @MethodSource("files")
    void a_golden_record_is_still_read_and_loses_nothing(Path file) throws IOException {
        var golden = Trees.read(Files.readAllBytes(file));
        var value = golden.get("value");

        var decoded =
                EventCodec.decode(
                        type(golden).topic(),
                        headers(golden),
                        Trees.MAPPER.writeValueAsBytes(value));

        assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
        var envelope = ((Decoded.Accepted) decoded).envelope();
        assertThat(envelope.type()).isEqualTo(type(golden));
        assertThat(envelope.id().value()).isEqualTo(golden.at("/headers/ce_id").asString());
        var written = Trees.read(EventCodec.encode(envelope).value());
        assertThat(lost(value, written)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void every_field_of_every_event_is_in_a_golden_file(EventType type) throws IOException {
        var schema =
                Trees.read(
                        Examples.resource("/io/sandkeeper/events/schema/" + SchemaFile.name(type)));

        var seen = new HashSet<String>();
        for (var file : files().toList()) {
            var golden = Trees.read(Files.readAllBytes(file));
            if (type(golden) == type) {
                collect("", golden.get("value"), seen);
            }
        }

        assertThat(seen).containsAll(fields("", schema));
    }

    @Test
    void a_lost_field_is_noticed() {
        var golden = Trees.MAPPER.readTree("{\"a\":{\"b\":1,\"c\":[{\"d\":2}]}}");
        var written = Trees.MAPPER.readTree("{\"a\":{\"b\":1,\"c\":[{}]},\"more\":true}");

        assertThat(lost(golden, written)).containsExactly("/a/c/0/d");
    }

    static Stream<Path> files() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static EventType type(JsonNode golden) {
        return EventType.named(golden.at("/headers/ce_type").asString()).orElseThrow();
    }

    private static Headers headers(JsonNode golden) {
        var headers = new RecordHeaders();
        golden.get("headers")
                .properties()
                .forEach(
                        header ->
                                headers.add(
                                        header.getKey(),
                                        header.getValue().asString().getBytes(UTF_8)));
        return headers;
    }

    private static List<String> lost(JsonNode golden, JsonNode written) {
        var before = new HashSet<String>();
        collectValues("", golden, before);
        var after = new HashSet<String>();
        collectValues("", written, after);
        before.removeAll(after);
        return before.stream()
                .map(entry -> entry.substring(0, entry.indexOf('=')))
                .sorted()
                .toList();
    }

    private static void collectValues(String at, JsonNode node, Set<String> into) {
        if (!node.isContainer() || (node.isArray() && node.isEmpty())) {
            into.add(at + "=" + node);
        }
        node.properties().forEach(e -> collectValues(at + "/" + e.getKey(), e.getValue(), into));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collectValues(at + "/" + i, node.get(i), into);
        }
    }

    private static void collect(String at, JsonNode node, Set<String> into) {
        into.add(at);
        node.properties().forEach(e -> collect(at + "/" + e.getKey(), e.getValue(), into));
        if (node.isArray()) {
            node.forEach(item -> collect(at, item, into));
        }
    }

    private static Set<String> fields(String at, JsonNode schema) {
        var fields = new HashSet<String>();
        for (var property : schema.path("properties").properties()) {
            var name = at + "/" + property.getKey();
            fields.add(name);
            fields.addAll(fields(name, property.getValue()));
            fields.addAll(fields(name, property.getValue().path("items")));
        }
        return fields;
    }
}
