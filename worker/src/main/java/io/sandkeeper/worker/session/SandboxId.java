package io.sandkeeper.worker.session;

/** The provider's name for one sandbox. Not an identity: results are matched by generation. */
public record SandboxId(String value) {
    public SandboxId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a SandboxId must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
