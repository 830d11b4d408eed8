package io.sandkeeper.bench.sandboxserver;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The official SDK in Node, where there is one; of the version that the server's own suite pins.
 */
final class Sdk {
    private static final String SUITE = "infra/sandbox-server/src/test/js";

    private final Path folder;

    private Sdk(Path folder) {
        this.folder = folder;
    }

    /** Installs it into a folder; nothing when node, npm or the registry is not there. */
    static Optional<Sdk> install(Path folder) throws IOException, InterruptedException {
        var suite = suite();
        if (suite.isEmpty() || !runs("node", "--version") || !runs("npm", "--version")) {
            return Optional.empty();
        }
        for (var file : List.of("package.json", "package-lock.json", ".npmrc")) {
            Files.copy(
                    suite.get().resolve(file),
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var script = Objects.requireNonNull(Sdk.class.getResourceAsStream("throughput.mjs"));
        try (script) {
            Files.copy(
                    script, folder.resolve("throughput.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        var npm =
                new ProcessBuilder("npm", "ci", "--ignore-scripts", "--prefer-offline", "--silent")
                        .directory(folder.toFile())
                        .inheritIO();
        return ends(npm.start()) ? Optional.of(new Sdk(folder)) : Optional.empty();
    }

    /** From wherever in the source tree this is run. */
    private static Optional<Path> suite() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(SUITE))
                .filter(folder -> Files.exists(folder.resolve("package-lock.json")))
                .findFirst();
    }

    /** Milliseconds for each write and each read of a file of so many MiB. */
    JsonNode throughput(URI server, String key, String sandbox, int mebibytes, int times)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder("node", "throughput.mjs", sandbox, "" + mebibytes, "" + times)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("E2B_API_KEY", key);
        builder.environment().put("E2B_API_URL", server.toString());
        builder.environment().put("E2B_SANDBOX_URL", server.toString());
        var node = builder.start();
        var said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!ends(node)) {
            throw new IOException("the SDK failed: " + said);
        }
        return JsonMapper.shared().readTree(said);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return ends(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean ends(Process process) throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
