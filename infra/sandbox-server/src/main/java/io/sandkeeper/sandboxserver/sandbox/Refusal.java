package io.sandkeeper.sandboxserver.sandbox;

/** Why an operation is not performed. */
public enum Refusal {
    UNKNOWN,
    ALREADY_PAUSED,
    ALREADY_RUNNING,
    NOT_RUNNING,
    BEING_KILLED,
    IN_TRANSITION,
    RESUME_DENIED,
    TIMEOUT_TOO_LONG,
    LIFETIME_OVER,
    TOO_MANY_RUNNING
}
