package io.sandkeeper.sandboxserver.sandbox;

/** The open connections of a sandbox. */
public interface Connections {
    /**
     * Adds one, to be cut by a pause or a kill; cut at once when that has already happened. Close
     * the result when it ends by itself.
     */
    Registration add(Runnable cut);

    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
