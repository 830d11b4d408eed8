package io.sandkeeper.worker.session;

/** What the user owns; never changes. */
public record SessionId(String value) {
    public SessionId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a SessionId must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
