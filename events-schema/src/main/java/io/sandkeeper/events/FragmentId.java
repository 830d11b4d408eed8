package io.sandkeeper.events;

/** The piece of a conversation or document that a sandbox belongs to. */
public record FragmentId(String value) implements Id {
    public FragmentId {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
