package io.sandkeeper.local.stack;

import io.sandkeeper.local.process.Tether;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A module of the reactor that the build has packaged: its jar and the jars it needs. */
enum Module {
    SANDBOX_SERVER("infra/sandbox-server"),
    WORKER("worker");

    private final String folder;

    Module(String folder) {
        this.folder = folder;
    }

    /** Its class path, with the tether at the end. */
    String classPath(Path home) {
        var built = home.resolve(folder).resolve("target");
        var jar = built.resolve(Path.of(folder).getFileName() + ".jar");
        try {
            var needed = Files.readString(built.resolve("class-path.txt")).strip();
            return String.join(File.pathSeparator, jar.toString(), needed, tether());
        } catch (IOException missing) {
            throw new PartFailed(
                    folder, "is not built; build it with: mvn -DskipTests package", List.of());
        }
    }

    private static String tether() {
        try {
            var source = Tether.class.getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
