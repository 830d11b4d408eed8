package io.sandkeeper.worker.retention;

import io.sandkeeper.worker.session.SessionId;

import java.util.concurrent.CompletableFuture;

/** Says of sessions that they are forgotten, before they are. */
@FunctionalInterface
public interface Tombstones {
    /**
     * Takes the session out of the latest states.
     *
     * @return completes when that is acknowledged: only then may the session be forgotten. When it
     *     fails, bury it again
     */
    CompletableFuture<Void> bury(SessionId session);
}
