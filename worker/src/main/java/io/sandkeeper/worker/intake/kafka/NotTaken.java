package io.sandkeeper.worker.intake.kafka;

import io.sandkeeper.worker.store.StoreUnavailable;

import org.jspecify.annotations.Nullable;

/** A batch could not be taken in now. It is kept and tried again. */
final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTaken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** For the log. */
    String reason() {
        var cause = getCause();
        var why = cause instanceof StoreUnavailable ? cause.getMessage() : null;
        return why == null ? String.valueOf(getMessage()) : getMessage() + ": " + why;
    }
}
