package io.sandkeeper.events;

/** A provider's region. */
public record Region(String value) implements Id {
    public Region {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
