package io.sandkeeper.events;

/** Who goes first when not all can. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH
}
