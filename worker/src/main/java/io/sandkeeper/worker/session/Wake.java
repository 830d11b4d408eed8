package io.sandkeeper.worker.session;

/** What wakes a paused session. */
public enum Wake {
    ON_ACTIVITY,
    MANUAL
}
