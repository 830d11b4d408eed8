package io.sandkeeper.local.stack;

import java.time.Duration;
import java.util.List;

/** Hears what happens to the parts. */
public interface Announcer {
    void starting(String part);

    void ready(String part, String address, Duration took);

    /** A part that the others can do without has ended. */
    void lost(String part, int exitCode, List<String> lastWords);
}
