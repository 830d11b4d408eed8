package io.sandkeeper.worker.archive;

/** What is stored is not what was stored. Asking again does not help; an older archive may. */
public final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Damaged(String message) {
        super(message);
    }

    public Damaged(String message, Throwable cause) {
        super(message, cause);
    }
}
