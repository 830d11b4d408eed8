package io.sandkeeper.worker.session;

/** What a queued session waits for. */
public enum Waiting {
    /** Others came first. */
    TURN,
    /** The provider fails; creations go on when it has recovered. */
    BREAKER_OPEN,
    RATE_LIMITED,
    ACCOUNT_FULL,
    /** The provider refuses our key; somebody must mend that. */
    SUSPENDED,
    /** The budget of calls is used up for now. */
    BUDGET
}
