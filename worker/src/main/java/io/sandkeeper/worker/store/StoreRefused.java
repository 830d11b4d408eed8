package io.sandkeeper.worker.store;

/**
 * The store will not do what it was asked, however often it is asked: what was sent is wrong, or
 * the store is not one that can do it. Somebody must look.
 */
public final class StoreRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreRefused(String message) {
        super(message);
    }

    public StoreRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
