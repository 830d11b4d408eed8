package io.sandkeeper.events;

/** A clone of a repository in a sandbox. */
public record WorkspaceId(String value) implements Id {
    public WorkspaceId {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
