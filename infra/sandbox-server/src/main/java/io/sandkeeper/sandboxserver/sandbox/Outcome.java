package io.sandkeeper.sandboxserver.sandbox;

/** How an operation ended. */
public sealed interface Outcome {
    /** It was so already, or only its times changed. */
    record AsItWas() implements Outcome {}

    /** It took some work, done here or by another caller just now. */
    record Performed() implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}

    /** The host failed; the sandbox is as it was before. */
    record Failed(Exception cause) implements Outcome {}
}
