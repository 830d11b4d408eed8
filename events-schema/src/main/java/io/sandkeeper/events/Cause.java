package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

/** Why something happened. Every transition has one. */
public record Cause(
        Kind kind, @Nullable Actor actor, @Nullable String evidence, @Nullable EventId eventId) {
    /** The list may grow; readers treat what they do not know as {@code OPERATION}. */
    public enum Kind {
        /** Somebody asked. */
        REQUEST,
        /** Somebody used it. */
        ACTIVITY,
        /** Nobody used it. */
        IDLE,
        /** Its end of life came. */
        EXPIRY,
        /** An operation of ours ended or failed. */
        OPERATION,
        /** The provider did it by itself. */
        PROVIDER,
        /** A check found it. */
        HEALTH,
        /** A limit, a breaker or a budget. */
        LIMIT,
        /** Found and mended by the reconciler. */
        RECONCILER,
        /** A person who runs the fleet. */
        OPERATOR
    }
}
