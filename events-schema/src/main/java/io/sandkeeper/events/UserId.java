package io.sandkeeper.events;

public record UserId(String value) implements Id {
    public UserId {
        TextRule.REFERENCE.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
