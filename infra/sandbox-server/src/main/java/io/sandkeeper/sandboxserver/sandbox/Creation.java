package io.sandkeeper.sandboxserver.sandbox;

/** How a creation ended. */
public sealed interface Creation {
    record Created(Sandbox sandbox) implements Creation {}

    record Refused(Refusal refusal) implements Creation {}

    /** The host failed; nothing is left of it. */
    record Failed(Exception cause) implements Creation {}
}
