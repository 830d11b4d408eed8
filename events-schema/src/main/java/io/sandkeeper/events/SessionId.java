package io.sandkeeper.events;

/** One logical sandbox, for ever, however often it is created anew. */
public record SessionId(String value) implements Id {
    public SessionId {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
