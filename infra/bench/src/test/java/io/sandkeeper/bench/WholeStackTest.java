package io.sandkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.local.stack.Ports;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What the README says, typed as it says: from a request to a real sandbox, and to its end. It is
 * in the last module, when all others are packaged.
 */
@Timeout(180)
class WholeStackTest {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

    @TempDir private Path elsewhere;

    @Test
    void a_request_becomes_a_sandbox_that_sleeps_wakes_is_replaced_and_ends() throws Exception {
        int kafka = Ports.free();
        int worker = Ports.free();
        var stack = up(kafka, worker);
        try {
            var output = stack.inputReader(StandardCharsets.UTF_8);
            var folder = folder(untilReady(output));

            var requested =
                    client(
                            kafka,
                            "request whole --preview-port 3000 -t nextjs --follow --timeout 60s");
            var paused = client(kafka, "pause whole");
            var slept = client(kafka, "follow whole --from-beginning --until paused --timeout 60s");
            var used = client(kafka, "activity whole");
            var awake =
                    client(kafka, "follow whole --from-beginning --until resumed --timeout 60s");
            var recreated = client(kafka, "recreate whole");
            var replaced =
                    client(
                            kafka,
                            "follow whole --from-beginning --until recreation-completed --timeout 60s");
            var exported = export(worker, elsewhere.resolve("whole.zip"));
            var killed = client(kafka, "kill whole");
            var ended = client(kafka, "follow whole --from-beginning --until killed --timeout 60s");
            var listed = client(kafka, "list --all --json");

            assertThat(requested.lines()).last().asString().contains(" ready ");
            assertThat(List.of(requested, paused, slept, used, awake))
                    .allSatisfy(result -> assertThat(result.code()).as(result.toString()).isZero());
            assertThat(List.of(recreated, replaced, exported, killed, ended, listed))
                    .allSatisfy(result -> assertThat(result.code()).as(result.toString()).isZero());
            assertThat(listed.lines())
                    .anyMatch(line -> line.contains("\"whole\"") && line.contains("KILLED"));

            assertThat(names(elsewhere.resolve("whole.zip"))).contains("package.json");

            stack.destroy();

            assertThat(stack.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(folder).doesNotExist();
        } finally {
            stack.destroy();
            stack.waitFor();
        }
    }

    private record Result(int code, List<String> lines) {}

    private static Result export(int worker, Path file) throws Exception {
        var process =
                start(
                        List.of(
                                "export",
                                "whole",
                                "--to",
                                file.toString(),
                                "--worker",
                                "http://127.0.0.1:" + worker));
        var lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        return new Result(process.waitFor(), lines);
    }

    private static List<String> names(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    private static Process up(int kafka, int worker) throws IOException {
        return start(
                List.of(
                        "up",
                        "--port-kafka",
                        String.valueOf(kafka),
                        "--port-mongodb",
                        String.valueOf(Ports.free()),
                        "--port-sandboxes",
                        String.valueOf(Ports.free()),
                        "--port-worker",
                        String.valueOf(worker)));
    }

    private static Result client(int kafka, String line) throws Exception {
        var arguments = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
        arguments.addAll(List.of("--kafka", "127.0.0.1:" + kafka));
        var process = start(arguments);
        var lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        return new Result(process.waitFor(), lines);
    }

    private static Process start(List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(HOME.resolve("sandkeeper").toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SANDKEEPER_BUILD", "never");
        return builder.start();
    }

    private static List<String> untilReady(BufferedReader output) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith("Ready in")) {
                return lines;
            }
        }
        throw new AssertionError("the stack ended before it was ready: " + lines);
    }

    private static Path folder(List<String> lines) {
        var line = lines.getFirst();
        var folder = Path.of(line.substring(line.lastIndexOf(' ') + 1));
        assertThat(Files.isDirectory(folder)).isTrue();
        return folder;
    }
}
