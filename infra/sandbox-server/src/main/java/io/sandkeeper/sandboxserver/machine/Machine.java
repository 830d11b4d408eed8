package io.sandkeeper.sandboxserver.machine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * This host, as far as sandboxes need it: it makes cells, and knows how well it can keep them
 * apart.
 */
public interface Machine extends AutoCloseable {
    Isolation isolation();

    /**
     * Starts a cell over the directories below {@code root} (home, root, tmp), which exist or are
     * made.
     *
     * @param root the sandbox's own folder on the host
     */
    Cell start(String sandboxId, Path root) throws IOException;

    /**
     * Removes a stopped sandbox's folder, however deep and odd its files are, and forgets the
     * sandbox.
     */
    void erase(String sandboxId, Path root) throws IOException;

    /** Kills what an earlier server left running and removes its folders below the data folder. */
    void cleanUpAfterCrash() throws IOException;

    @Override
    void close();
}
