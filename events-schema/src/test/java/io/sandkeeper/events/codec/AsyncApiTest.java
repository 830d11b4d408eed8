package io.sandkeeper.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AsyncApiTest {
    @BeforeAll
    static void node() throws Exception {
        Node.need();
    }

    @Test
    void the_public_parser_accepts_the_document() throws Exception {
        var report = parse(Path.of(AsyncApi.PATH).toAbsolutePath());

        assertThat(report.get("findings").valueStream())
                .as("errors and warnings, but for the hint that there is a newer AsyncAPI")
                .allMatch(
                        finding ->
                                finding.get("code").asString().equals("asyncapi-latest-version"));
        assertThat(report.get("channels").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(
                        Stream.of(Topic.values()).map(Topic::topicName).toList());
        assertThat(report.get("messages").asInt()).isEqualTo(EventType.values().length + 1);
    }

    @Test
    void the_public_parser_finds_what_is_wrong(@TempDir Path folder) throws Exception {
        var broken = (ObjectNode) Trees.MAPPER.valueToTree(AsyncApi.document());
        ((ObjectNode) broken.at("/components/schemas/sandbox.activity/properties/sessionId"))
                .put("type", "strin");
        var file = folder.resolve("broken.json");
        Files.writeString(file, broken.toString());

        assertThat(parse(file).get("findings").toString())
                .contains("components/schemas/sandbox.activity/properties/sessionId/type");
    }

    private static JsonNode parse(Path file) throws IOException, InterruptedException {
        return Trees.MAPPER.readTree(Node.run("", "asyncapi.js", file.toString()).getFirst());
    }
}
