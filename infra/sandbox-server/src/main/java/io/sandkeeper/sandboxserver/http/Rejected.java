package io.sandkeeper.sandboxserver.http;

/** A request that is not HTTP as we take it; the connection ends with this answer. */
final class Rejected extends Exception {
    private final int status;

    Rejected(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static Rejected bad(String message) {
        return new Rejected(400, message);
    }

    int status() {
        return status;
    }
}
