package io.sandkeeper.client;

/** Something that a command needs does not answer; the message says what to do about it. */
final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unavailable(String message) {
        super(message);
    }
}
