package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Which operation on which workspace.
 *
 * @param sessionId whose sandbox holds the workspace; one of it and the workspace is named
 * @param credential the name of a credential that the workers know; the secret is never in an event
 */
public record GitTarget(
        OperationId operationId,
        @Nullable WorkspaceId workspaceId,
        @Nullable SessionId sessionId,
        @Nullable Actor requestedBy,
        @Nullable CredentialName credential) {
    public GitTarget {
        if (workspaceId == null && sessionId == null) {
            throw new IllegalArgumentException("neither a workspace nor a session is named");
        }
    }

    /** The session keeps git in order with everything else in its sandbox. */
    public String subject() {
        return sessionId == null ? Objects.requireNonNull(workspaceId).value() : sessionId.value();
    }
}
