package io.sandkeeper.events;

public record ProjectId(String value) implements Id {
    public ProjectId {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
