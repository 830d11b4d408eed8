package io.sandkeeper.worker.session;

/** Why a signal changed nothing: late or repeated, which is normal. Also a metric label. */
public enum Idle {
    REDELIVERED,
    DUPLICATE,
    ALREADY_SO,
    OUT_OF_DATE,
    NOT_DUE,
    UNKNOWN_SESSION
}
