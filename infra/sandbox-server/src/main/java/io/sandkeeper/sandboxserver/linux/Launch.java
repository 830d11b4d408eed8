package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A child to be started.
 *
 * @param identity as whom it runs
 * @param command the program by its path, and its arguments
 * @param environment {@code NAME=value} each, all of it
 * @param directory where it starts, as it sees it
 * @param streams how its standard input, output and error are wired
 */
public record Launch(
        Setting setting,
        Identity identity,
        List<String> command,
        List<String> environment,
        String directory,
        Streams streams) {
    /** Where it starts: what its thread, an {@link Errand}'s, does before and after. */
    public interface Setting {
        void enter() throws IOException;

        /** What is left to do when it runs, talking with it if need be. A failure ends it. */
        default void started(OutputStream input, InputStream output) throws IOException {}
    }

    public sealed interface Streams {
        /** Three pipes, or two and nothing to read. */
        record Pipes(boolean input) implements Streams {}

        /** A terminal, which belongs to the child from now on. */
        record OnTerminal(Terminal terminal) implements Streams {}
    }
}
