package io.sandkeeper.events;

/** A git branch. */
public record BranchName(String value) implements Id {
    public BranchName {
        TextRule.BRANCH.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
