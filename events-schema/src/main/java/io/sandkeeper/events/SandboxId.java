package io.sandkeeper.events;

/** A sandbox as its provider calls it; a session may have several in its life. */
public record SandboxId(String value) implements Id {
    public SandboxId {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
