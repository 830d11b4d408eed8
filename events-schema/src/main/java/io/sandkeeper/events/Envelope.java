package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;

/**
 * An event on its way.
 *
 * @param source who says it, for example {@code /sandkeeper/worker}; together with the id it is
 *     unique
 * @param time when it happened
 * @param trace the trace it belongs to, when there is one
 */
public record Envelope<E extends Event>(
        EventId id, URI source, Instant time, @Nullable TraceContext trace, E data) {
    public EventType type() {
        return data.type();
    }

    /** The session's id wherever there is a session. */
    public String subject() {
        return data.subject();
    }
}
