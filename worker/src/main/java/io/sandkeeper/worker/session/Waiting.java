package io.sandkeeper.worker.session;

/** What a queued session waits for. */
public enum Waiting {
    TURN,
    RATE_LIMITED,
    ACCOUNT_FULL,
    SUSPENDED
}
