package io.sandkeeper.worker.provider;

import java.time.Duration;
import java.util.Map;

/**
 * The daemon inside a sandbox: files and commands. A missing or paused sandbox answers {@link
 * Answer.Absent}.
 */
public interface Daemon {
    /** Runs a shell command to its end. A command that fails is an answer, not a failure. */
    Answer<Ended> run(String command, Map<String, String> environment, Duration limit);

    /** Starts a command and leaves it running. */
    Answer<Started> start(String command, Map<String, String> environment);

    Answer<Written> write(String path, byte[] content);

    /** Reads a file up to the given size; a larger one is a permanent failure. */
    Answer<byte[]> read(String path, int most, Duration limit);

    /**
     * @param output the newest of what it printed, both streams, at most 64 KiB
     */
    record Ended(int exitCode, String output) {}

    record Started(int pid) {}

    record Written() {}
}
