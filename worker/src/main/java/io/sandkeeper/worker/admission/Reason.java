package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.session.Waiting;

/** Why a lane is shut. The graver one stays when two come together. */
public enum Reason {
    ACCOUNT_FULL(Waiting.ACCOUNT_FULL),
    RATE_LIMITED(Waiting.RATE_LIMITED),
    BUDGET(Waiting.BUDGET),
    BREAKER_OPEN(Waiting.BREAKER_OPEN),
    SUSPENDED(Waiting.SUSPENDED);

    private final Waiting waiting;

    Reason(Waiting waiting) {
        this.waiting = waiting;
    }

    /** What those who wait are told. */
    Waiting waiting() {
        return waiting;
    }

    /** Whether the provider fails us, and not merely limits us. */
    boolean breaks() {
        return this == BREAKER_OPEN || this == SUSPENDED;
    }
}
