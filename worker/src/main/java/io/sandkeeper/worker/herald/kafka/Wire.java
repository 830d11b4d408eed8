package io.sandkeeper.worker.herald.kafka;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;

import java.util.concurrent.CompletableFuture;

/** Where publications go. Called by one thread, which it may hold up. */
interface Wire {
    /** Completes when it is acknowledged. */
    CompletableFuture<Void> send(SessionId session, Publication publication);

    /** The session has no latest state any more. */
    CompletableFuture<Void> bury(SessionId session);
}
