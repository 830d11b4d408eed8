package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;

/** Turns an absolute path, as a sandbox means it, into the file that it means. */
public interface PathWalk {
    /**
     * Opens a file by the flags of {@link Open}. Whatever the path goes through, symbolic links and
     * {@code ..} included, it ends among the files that the sandbox sees or fails.
     */
    Descriptor open(String path, int flags, int mode) throws IOException;

    /** The path by which the sandbox knows an open file. */
    String pathOf(Descriptor file) throws IOException;

    /** The host's own path for a path of the sandbox that has no links in it. */
    String hostPathOf(String path);

    /** The way back from {@link #hostPathOf}. */
    String insideOf(String hostPath);
}
