package io.sandkeeper.client;

/** What was asked for cannot be said; the message says why and what to do. */
final class BadArguments extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadArguments(String message) {
        super(message);
    }
}
