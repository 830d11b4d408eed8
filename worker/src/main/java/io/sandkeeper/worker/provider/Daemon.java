package io.sandkeeper.worker.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The daemon inside a sandbox: files and commands. A missing or paused sandbox answers {@link
 * Answer.Absent}.
 */
public interface Daemon {
    /**
     * Runs a shell command to its end. A command that fails is an answer, not a failure; one that
     * outlives its limit is killed and answers {@link Ended#OVER_LIMIT}.
     */
    Answer<Ended> run(String command, Map<String, String> environment, Duration limit);

    /** Starts a command and leaves it running. */
    Answer<Started> start(String command, Map<String, String> environment);

    Answer<Written> write(String path, byte[] content);

    /**
     * Reads a file up to the given size; a larger one is a permanent failure, one that is not there
     * is empty.
     */
    Answer<Optional<byte[]>> read(String path, int most, Duration limit);

    /**
     * Reads a file piece by piece, however large, without keeping it. One that is not there is
     * empty, and nothing was read. What breaks off, stalls until the limit or is larger than {@code
     * most} is a failure, whatever the reading made of the part that came.
     *
     * @param limit for the whole of it
     */
    <T> Answer<Optional<T>> download(String path, long most, Duration limit, Reading<T> reading);

    /**
     * Writes a file piece by piece, without keeping it. After a failure a part of it may be there.
     *
     * @param limit for the whole of it
     */
    Answer<Written> upload(String path, Content content, Duration limit);

    /** Consumes a file's content. It need not read to the end. */
    @FunctionalInterface
    interface Reading<T> {
        T read(InputStream in) throws IOException;
    }

    /** Produces a file's content. One that throws leaves no whole file behind. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * @param exitCode -1 when a signal ended it
     * @param output the newest of what it printed, both streams, at most 64 KiB
     */
    record Ended(int exitCode, String output) {
        /** The exit code that timeout(1) gives to a command that it had to kill. */
        public static final int OVER_LIMIT = 124;
    }

    record Started(int pid) {}

    record Written() {}
}
