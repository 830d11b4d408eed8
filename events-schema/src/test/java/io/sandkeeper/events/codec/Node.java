package io.sandkeeper.events.codec;

import static org.junit.jupiter.api.Assumptions.abort;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Assertions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Scripts for Node.js, where there is one. */
final class Node {
    static final Path FOLDER = Path.of("src/test/js").toAbsolutePath();

    private Node() {}

    /** Skips the test in one line where Node.js, npm or its registry is missing. */
    static void need() throws IOException, InterruptedException {
        if (!works("node", "--version")) {
            abort("skipped: there is no node on the PATH");
        }
        if (Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))) {
            return;
        }
        if (!works("npm", "--version")) {
            abort("skipped: there is no npm on the PATH");
        }
        if (!works("npm", "ci", "--ignore-scripts", "--fetch-retries=1")) {
            abort("skipped: npm cannot install the packages of " + FOLDER);
        }
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            var process =
                    new ProcessBuilder(command)
                            .directory(FOLDER.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            stop(process);
            return ended && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Runs a script to its end; what it printed, line by line. */
    static List<String> run(String input, String script, String... arguments)
            throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList();
        var output = Files.createTempFile("node", ".out");
        var errors = Files.createTempFile("node", ".err");
        var process =
                new ProcessBuilder(new ArrayList<>(command))
                        .directory(FOLDER.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
        try (var standardInput = process.getOutputStream()) {
            standardInput.write(input.getBytes(UTF_8));
        }
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                Assertions.fail(
                        script + ": " + Files.readString(output) + Files.readString(errors));
            }
            return Files.readAllLines(output);
        } finally {
            stop(process);
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
