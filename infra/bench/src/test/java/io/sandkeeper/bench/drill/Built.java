package io.sandkeeper.bench.drill;

import io.sandkeeper.local.process.JavaCommand;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A module as the build has packaged it. This one is built last, so all others are there. */
enum Built {
    LOCAL("infra/local"),
    SANDBOX_SERVER("infra/sandbox-server"),
    WORKER("worker");

    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

    private final String folder;

    Built(String folder) {
        this.folder = folder;
    }

    /** With the tether beside it, so that no process outlives this one. */
    JavaCommand command(
            String main, String heap, List<String> arguments, Map<String, String> environment)
            throws IOException {
        var classPath =
                this == LOCAL
                        ? classPath()
                        : classPath() + File.pathSeparator + LOCAL.jar().toString();
        return new JavaCommand(
                main,
                classPath,
                List.of("-Xmx" + heap, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                arguments,
                environment);
    }

    private String classPath() throws IOException {
        var needed = Files.readString(target().resolve("class-path.txt")).strip();
        return jar() + File.pathSeparator + needed;
    }

    private Path jar() {
        return target().resolve(Path.of(folder).getFileName() + ".jar");
    }

    private Path target() {
        return HOME.resolve(folder).resolve("target");
    }
}
