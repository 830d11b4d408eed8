package io.sandkeeper.worker.provider;

/** What becomes of an errand. */
public enum Fate {
    /** Done, and said so. */
    FINE,
    /** Not done, and said so. */
    REFUSED,
    /** Not done, and nobody knows. */
    LOST_BEFORE,
    /** Done, and nobody knows. */
    LOST_AFTER,
    /** A sandbox that appears some errands after everybody gave it up; others are lost before. */
    LATE,
    /** Too many requests: wait for so long. */
    LIMITED,
    /** The account is full: wait for a slot. */
    FULL,
    CONFLICT,
    /** Made or woken, but nothing in it ever answers; others are fine. */
    ZOMBIE
}
