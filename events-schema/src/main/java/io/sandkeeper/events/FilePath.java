package io.sandkeeper.events;

/** A file below the project's root. */
public record FilePath(String value) implements Id {
    public FilePath {
        TextRule.PATH.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
