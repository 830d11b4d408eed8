package io.sandkeeper.events;

/** A sandbox cloud, as the configuration calls it. */
public record ProviderName(String value) implements Id {
    public ProviderName {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
