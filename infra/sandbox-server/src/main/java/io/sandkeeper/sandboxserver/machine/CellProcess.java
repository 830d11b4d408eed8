package io.sandkeeper.sandboxserver.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A process in a cell. Its output must be read, or it blocks, as on any Unix. */
public interface CellProcess {
    /** The pid as the sandbox sees it. */
    int pid();

    /** Standard input; the terminal's input when it has one. */
    OutputStream input();

    /** Standard output; all of the terminal's output when it has one. */
    InputStream output();

    /** Standard error; empty when it has a terminal. */
    InputStream error();

    void signal(int number) throws IOException;

    void resize(Command.TerminalSize size) throws IOException;

    /** Waits for its end. */
    Exit await() throws InterruptedException;

    sealed interface Exit {
        record Code(int code) implements Exit {}

        record Signal(int number) implements Exit {}
    }
}
