package io.sandkeeper.events;

/** What somebody wants of a session. */
public enum Desired {
    RUNNING,
    PAUSED,
    GONE
}
