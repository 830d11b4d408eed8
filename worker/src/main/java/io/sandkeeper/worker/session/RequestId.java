package io.sandkeeper.worker.session;

/** What the caller calls its request; the same one sent twice is one request. */
public record RequestId(String value) {
    public RequestId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a RequestId must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
