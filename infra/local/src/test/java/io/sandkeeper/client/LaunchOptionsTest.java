package io.sandkeeper.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sandkeeper.events.BranchName;
import io.sandkeeper.events.FileContent;
import io.sandkeeper.events.FilePath;
import io.sandkeeper.events.GitUrl;
import io.sandkeeper.events.InitialFiles;
import io.sandkeeper.events.InlineFile;
import io.sandkeeper.events.Launch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class LaunchOptionsTest {
    @TempDir Path folder;

    @Test
    void nothing_said_is_nothing_launched() {
        assertThat(launch()).isEqualTo(Launch.NOTHING);
    }

    @Test
    void variables_come_from_a_file_and_the_line_wins() throws IOException {
        var file = folder.resolve("env");
        Files.writeString(file, "# a comment\n\nA=from file\nB=b=c\n");

        var launch = launch("--env-file", file.toString(), "--env", "A=from line");

        assertThat(launch.environment().values()).isEqualTo(Map.of("A", "from line", "B", "b=c"));
    }

    @Test
    void a_variable_without_a_value_is_our_own() {
        var launch = launch("--env", "PATH");

        assertThat(launch.environment().values()).isEqualTo(Map.of("PATH", System.getenv("PATH")));
    }

    @Test
    void files_are_text_when_they_can_be() throws IOException {
        var text = folder.resolve("t");
        var binary = folder.resolve("b");
        Files.writeString(text, "grün");
        Files.write(binary, new byte[] {(byte) 0xff, 0});

        var launch = launch("--file", "src/t=" + text, "--file", "b=" + binary);

        assertThat(launch.files())
                .isEqualTo(
                        new InitialFiles.Inline(
                                List.of(
                                        new InlineFile(
                                                new FilePath("src/t"),
                                                new FileContent.Text("grün"),
                                                false),
                                        new InlineFile(
                                                new FilePath("b"),
                                                new FileContent.Binary("/wA="),
                                                false))));
    }

    @Test
    void a_path_outside_of_the_project_is_refused() throws IOException {
        var file = Files.writeString(folder.resolve("f"), "x");

        assertThatThrownBy(() -> launch("--file", "../f=" + file))
                .isInstanceOf(BadArguments.class)
                .hasMessageContaining("below the project's folder");
    }

    @Test
    void a_repository_and_files_exclude_each_other() throws IOException {
        var file = Files.writeString(folder.resolve("f"), "x");
        var git = new String[] {"--git", "https://example.org/a/b", "--branch", "main"};

        assertThat(launch(git).files())
                .isEqualTo(
                        new InitialFiles.Repository(
                                new GitUrl("https://example.org/a/b"), new BranchName("main")));
        assertThatThrownBy(() -> launch(git[0], git[1], "--file", "f=" + file))
                .isInstanceOf(BadArguments.class)
                .hasMessage("Choose one: --git or --file.");
    }

    private static Launch launch(String... arguments) {
        var options = new LaunchOptions();
        var line = new CommandLine(options);
        Converters.register(line);
        line.parseArgs(arguments);
        return options.launch();
    }
}
