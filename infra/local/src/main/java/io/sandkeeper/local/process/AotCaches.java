package io.sandkeeper.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;

/**
 * The JDK's caches of loaded and linked classes, one per role. A process that is given a good one
 * starts in a third of the time.
 */
public final class AotCaches {
    private enum Mode {
        USE,
        TRAIN
    }

    /** A cache is written while its process ends. */
    public static final Duration TRAINING = Duration.ofMinutes(2);

    private final Path folder;
    private final Mode mode;

    private AotCaches(Path folder, Mode mode) {
        this.folder = folder;
        this.mode = mode;
    }

    /** Uses the caches that are there and are newer than what was built. */
    public static AotCaches inUse(Path home) {
        return new AotCaches(folder(home), Mode.USE);
    }

    /** Has every process write its cache when it ends, which takes some seconds each. */
    public static AotCaches inTraining(Path home) {
        return new AotCaches(folder(home), Mode.TRAIN);
    }

    public static Path folder(Path home) {
        return home.resolve("infra/local/target/aot");
    }

    public boolean training() {
        return mode == Mode.TRAIN;
    }

    public List<String> options(String role, String classPath) {
        var cache = folder.resolve(role + ".aot");
        return switch (mode) {
            case TRAIN ->
                    List.of(
                            "-XX:AOTCacheOutput=" + cache,
                            "-D" + Tether.PATIENCE_PROPERTY + "=" + TRAINING.toSeconds());
            case USE -> matches(cache, classPath) ? List.of("-XX:AOTCache=" + cache) : List.of();
        };
    }

    /**
     * Java itself refuses a cache of another Java or class path, but overlooks that a jar was built
     * anew.
     */
    private static boolean matches(Path cache, String classPath) {
        try {
            var made = Files.getLastModifiedTime(cache);
            for (var entry : classPath.split(File.pathSeparator, -1)) {
                var path = Path.of(entry);
                if (Files.isDirectory(path) || isNewer(path, made)) {
                    return false;
                }
            }
            return true;
        } catch (IOException missing) {
            return false;
        }
    }

    private static boolean isNewer(Path jar, FileTime made) throws IOException {
        return Files.getLastModifiedTime(jar).compareTo(made) > 0;
    }
}
