package io.sandkeeper.worker.store;

/**
 * The store did not answer in time, or could not do what it was asked. It may do so later: nothing
 * is lost, nothing is committed.
 */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
