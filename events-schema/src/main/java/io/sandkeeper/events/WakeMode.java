package io.sandkeeper.events;

/** What wakes a paused sandbox. */
public enum WakeMode {
    ON_ACTIVITY,
    MANUAL
}
