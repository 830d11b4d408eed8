package io.sandkeeper.sandboxserver.sandbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** The last lines of a sandbox's log: a process that prints for ever must not fill the memory. */
public final class LogBook {
    private static final int LINES = 1000;
    private static final int LONGEST_LINE = 4096;

    private final ArrayDeque<LogLine> lines = new ArrayDeque<>();

    public synchronized void add(
            Instant at, LogLine.Level level, String message, Map<String, String> fields) {
        String kept =
                message.length() > LONGEST_LINE ? message.substring(0, LONGEST_LINE) : message;
        lines.add(new LogLine(at, level, kept, fields));
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    /** The oldest first. */
    public synchronized List<LogLine> lines() {
        return List.copyOf(lines);
    }
}
