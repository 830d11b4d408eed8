package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.SessionId;

import java.time.Instant;

/**
 * Wakes a session at its next due time, while this worker lives. The stored due time is what
 * survives it.
 */
public interface Alarm {
    void set(SessionId session, Instant dueAt);
}
