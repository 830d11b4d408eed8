package io.sandkeeper.bench.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What else the machine does: a figure that was measured beside a lot of it means little. */
public final class Load {
    private static final String UNKNOWN = "unknown load";

    private Load() {}

    /** How many wanted to run in the last minute, five and fifteen. */
    public static String average() {
        try {
            return average(Files.readString(Path.of("/proc/loadavg")));
        } catch (IOException _) {
            return UNKNOWN;
        }
    }

    static String average(String text) {
        var words = text.strip().split(" ", -1);
        return words.length < 3 ? UNKNOWN : "load %s %s %s".formatted(words[0], words[1], words[2]);
    }
}
