package io.sandkeeper.sandboxserver.machine;

import io.sandkeeper.sandboxserver.linux.FileTree;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * The isolated place of one sandbox: its files, its processes, its network. Safe for use by many
 * threads.
 */
public interface Cell {
    CellProcess run(Command command) throws IOException;

    /**
     * The host path behind a path that the sandbox sees. Follows the sandbox's own symbolic links
     * and never leads out of what the sandbox may see. That is true at the moment of asking: the
     * sandbox may put a link in the way a moment later, so use {@link #files()} for paths that it
     * or its caller controls.
     *
     * @throws java.nio.file.InvalidPathException for NUL and the like
     */
    Path onHost(String pathInside) throws IOException;

    /** How the sandbox sees a host path that {@link #onHost} gave. */
    String inside(Path onHost) throws IOException;

    /**
     * The files that the sandbox sees, to be worked on without a path of the host's that the
     * sandbox could change the meaning of.
     */
    FileTree files() throws IOException;

    /** Connects to a port on the sandbox's own loopback. Refused when nothing listens. */
    SocketChannel connect(int port) throws IOException;

    /**
     * Listens on a port of the sandbox's own loopback; 0 picks one. Accepting happens in the
     * caller's threads.
     */
    ServerSocketChannel listen(int port) throws IOException;

    /** Stops every process where it is; memory stays. */
    void freeze() throws IOException;

    void thaw() throws IOException;

    /**
     * Ends every process and keeps the files: a pause of the file system only, or the step before a
     * removal.
     */
    void stop();

    /** Starts again on the same files after {@link #stop()}; a new boot id, no processes. */
    void restart() throws IOException;

    /** Resident memory and processor time of all its processes. */
    Usage usage() throws IOException;

    record Usage(long memoryBytes, long cpuNanos, int processes) {}
}
