package io.sandkeeper.events;

/** Unique per source. An event that is published again keeps its id. */
public record EventId(String value) implements Id {
    public EventId {
        TextRule.REFERENCE.require(value);
    }

    /** The id of a session's own event: stable however often a worker publishes it. */
    public static EventId of(SessionId session, long sequence) {
        return new EventId(session + ":" + sequence);
    }

    @Override
    public String toString() {
        return value;
    }
}
