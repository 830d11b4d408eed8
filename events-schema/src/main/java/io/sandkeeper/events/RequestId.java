package io.sandkeeper.events;

/** One wish of somebody; the same id again is the same wish. */
public record RequestId(String value) implements Id {
    public RequestId {
        TextRule.REFERENCE.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
