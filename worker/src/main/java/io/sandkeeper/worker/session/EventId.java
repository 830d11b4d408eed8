package io.sandkeeper.worker.session;

/** The id of the event that asked for something; unique per producer. */
public record EventId(String value) {
    public EventId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a EventId must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
