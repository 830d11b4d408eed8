package io.sandkeeper.sandboxserver.sdk;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The tests in JavaScript, copied beside an installation of the SDK from npm. */
final class SdkSuite {
    record Result(
            String file, String name, String outcome, String reason, String error, int millis) {}

    private static final Path SOURCES = Path.of("src/test/js");
    private static final Path FOLDER = Path.of("target/sdk");
    private static final int FILES_AT_ONCE = 4;

    /** Why it cannot run here, if it cannot. */
    static Optional<String> prepare() throws IOException, InterruptedException {
        if (!runs(Path.of("."), "node", "--version") || !runs(Path.of("."), "npm", "--version")) {
            return Optional.of("skipped: node and npm are needed for the official SDK");
        }
        boolean installed = Files.exists(FOLDER.resolve("node_modules")) && lockIsTheSame();
        copy();
        if (!installed && !runs(FOLDER, "npm", "ci", "--prefer-offline", "--no-audit")) {
            return Optional.of("skipped: npm could not install the official SDK");
        }
        return Optional.empty();
    }

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES.resolve("suite"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .toList();
        }
    }

    /** Runs all of it; node itself says when a test takes too long. */
    static List<Result> run(Map<String, String> environment)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                "node",
                                "--test",
                                "--test-concurrency=" + FILES_AT_ONCE,
                                "--test-timeout=120000",
                                "--test-reporter=./reporter.js",
                                "--test-reporter-destination=stdout"));
        files().forEach(file -> command.add("suite/" + file));
        var builder =
                new ProcessBuilder(command)
                        .directory(FOLDER.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var node = builder.start();
        var results = new ArrayList<Result>();
        try (var lines = node.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    results.add(JsonMapper.shared().readValue(line, Result.class));
                }
            }
        }
        node.waitFor();
        return results;
    }

    private static boolean lockIsTheSame() throws IOException {
        var lock = "package-lock.json";
        return Files.exists(FOLDER.resolve(lock))
                && Files.mismatch(SOURCES.resolve(lock), FOLDER.resolve(lock)) < 0;
    }

    private static void copy() throws IOException {
        Files.walkFileTree(
                SOURCES,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return folder.endsWith("node_modules")
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        var to = FOLDER.resolve(SOURCES.relativize(file));
                        Files.createDirectories(to.getParent());
                        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static boolean runs(Path folder, String... command) throws InterruptedException {
        try {
            var process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private SdkSuite() {}
}
