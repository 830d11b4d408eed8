package io.sandkeeper.events;

/** A stored copy of a project's files. */
public record ArchiveId(String value) implements Id {
    public ArchiveId {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
