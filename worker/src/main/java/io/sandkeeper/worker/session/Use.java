package io.sandkeeper.worker.session;

import java.time.Duration;
import java.time.Instant;

/**
 * When a session was last used, and until when somebody said that work goes on in it. Written by
 * activity alone, never backwards; decisions only read it.
 */
public record Use(Instant lastActivity, Instant busyUntil) {
    /** When it will have been idle for so long, if nothing happens until then. */
    Instant idleAfter(Duration timeout) {
        var idle = lastActivity.plus(timeout);
        return idle.isAfter(busyUntil) ? idle : busyUntil;
    }
}
