package io.sandkeeper.events;

/** A framework with a template of its own, or directly the name of a template. */
public record Framework(String value) implements Id {
    public Framework {
        TextRule.TEMPLATE.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
