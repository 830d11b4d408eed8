package io.sandkeeper.worker.retention;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;

/** What a session leaves elsewhere, and what goes with it when it is forgotten. */
@FunctionalInterface
public interface Leftovers {
    /** Safe to do twice. Fails as the store does; then the session is not forgotten yet. */
    void remove(SessionId session, Instant now);
}
