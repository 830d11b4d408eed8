package io.sandkeeper.events;

/** Where a session is in its life. */
public enum SessionState {
    QUEUED,
    CREATING,
    RUNNING,
    PAUSING,
    PAUSED,
    RESUMING,
    RECREATING,
    LOST,
    KILLING,
    KILLED,
    EXPIRED,
    FAILED
}
