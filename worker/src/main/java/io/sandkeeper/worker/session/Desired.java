package io.sandkeeper.worker.session;

/** What somebody wants of a session. The newest intent wins. */
public enum Desired {
    RUNNING,
    PAUSED,
    GONE
}
