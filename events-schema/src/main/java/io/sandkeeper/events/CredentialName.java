package io.sandkeeper.events;

/** The name of a credential that the workers know; never the credential. */
public record CredentialName(String value) implements Id {
    public CredentialName {
        TextRule.KEY.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
