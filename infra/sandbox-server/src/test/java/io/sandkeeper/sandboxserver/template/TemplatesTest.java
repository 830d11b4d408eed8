package io.sandkeeper.sandboxserver.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@DisplayName("Templates")
class TemplatesTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private static Template snapshot(String id, Instant at, String... names) {
        return new Template(
                id,
                List.of(names),
                List.of(),
                Optional.empty(),
                "/home/user",
                at,
                Optional.of("i1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s1",
                "s1:default",
                "local/nice:default",
                "local/nice",
                "nice",
                "nice:default"
            })
    @DisplayName("are found by id and by every form of their name")
    void areFound(String reference) {
        var templates = Templates.load(Optional.empty(), NOW);
        templates.add(snapshot("s1", NOW, "local/nice:default"));

        assertThat(templates.find(reference).map(Template::id)).hasValue("s1");
        assertThat(templates.find("nice:other")).isEmpty();
        assertThat(templates.find("ice")).isEmpty();
    }

    @Test
    @DisplayName("give their name to the snapshot that takes it last")
    void giveTheirNameAway() {
        var templates = Templates.load(Optional.empty(), NOW);
        templates.add(snapshot("s1", NOW, "local/nice:default"));
        templates.add(snapshot("s2", NOW.plusSeconds(1), "local/nice:default"));

        assertThat(templates.find("nice").map(Template::id)).hasValue("s2");
        assertThat(templates.find("s1")).isPresent();
        assertThat(templates.snapshots().stream().map(Template::id)).containsExactly("s2", "s1");
    }

    @Test
    @DisplayName(
            "are read from a folder, with the layers that they share, and win over built-in ones")
    void areRead(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("_layers/shared/home/user"));
        Files.createDirectories(folder.resolve("mine/files/home/user"));
        Files.createDirectories(folder.resolve("react"));
        Files.writeString(
                folder.resolve("mine/template.json"),
                "{\"layers\":[\"shared\"],\"startCommand\":\"true\",\"workingDirectory\":\"/tmp\",\"new\":1}");

        var templates = Templates.load(Optional.of(folder), NOW);

        assertThat(templates.find("mine"))
                .hasValue(
                        new Template(
                                "mine",
                                List.of(),
                                List.of(
                                        folder.resolve("_layers/shared"),
                                        folder.resolve("mine/files")),
                                Optional.of("true"),
                                "/tmp",
                                NOW,
                                Optional.empty()));
        assertThat(templates.find("react").orElseThrow().layers()).isEmpty();
        assertThat(templates.find("_layers")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"layers\":[\"missing\"]}", "{\"layers\":7}"})
    @DisplayName("that make no sense stop the server from starting, by name")
    void makeNoSense(String text, @TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("bad"));
        Files.writeString(folder.resolve("bad/template.json"), text);

        assertThatThrownBy(() -> Templates.load(Optional.of(folder), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.toString());
    }
}
