package io.sandkeeper.events;

/** A git repository, without any credential in it. */
public record GitUrl(String value) implements Id {
    public GitUrl {
        TextRule.GIT_URL.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
