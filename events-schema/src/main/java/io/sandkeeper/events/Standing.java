package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/**
 * Where a session stands after an event of its own: the part that all of these share.
 *
 * @param sequence counts the session's events without a gap, from 1
 */
public record Standing(
        SessionId sessionId,
        int generation,
        long sequence,
        SessionState state,
        @Nullable SandboxId sandboxId,
        @Nullable URI sandboxUrl,
        Cause cause) {}
