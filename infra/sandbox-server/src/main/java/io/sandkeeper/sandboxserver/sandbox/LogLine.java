package io.sandkeeper.sandboxserver.sandbox;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** A line of a sandbox's log. */
public record LogLine(Instant at, Level level, String message, Map<String, String> fields) {
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
