package io.sandkeeper.local;

import java.nio.file.Path;

/** What the script tells about where it is and where it writes. */
final class Home {
    private Home() {}

    /** The repository's folder. */
    static Path path() {
        return Path.of(System.getProperty("sandkeeper.home", "")).toAbsolutePath();
    }

    static boolean onTerminal() {
        return Boolean.getBoolean("sandkeeper.terminal");
    }
}
