package io.sandkeeper.events;

/** One git operation; the same id again is the same operation. */
public record OperationId(String value) implements Id {
    public OperationId {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
