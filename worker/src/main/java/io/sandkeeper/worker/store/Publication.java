package io.sandkeeper.worker.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * A notice in the words of the event contract, stored with the session until it is published.
 *
 * @param sequence its place among the session's notices
 * @param id stable: the same however often it is published
 * @param type the event's type
 * @param trace the traceparent that it carries on
 * @param data the lifecycle event's JSON
 * @param status the latest-state event's JSON, where this notice is the last of its decision
 */
public record Publication(
        long sequence,
        String id,
        String type,
        Instant time,
        Optional<String> trace,
        String data,
        Optional<String> status) {
    /** More than the names and numbers around the texts take in any store. */
    private static final int FRAME = 160;

    /** What it counts against a session's outbox. */
    int size() {
        return FRAME
                + bytes(id)
                + bytes(type)
                + bytes(data)
                + trace.map(Publication::bytes).orElse(0)
                + status.map(Publication::bytes).orElse(0);
    }

    public static int size(Collection<Publication> publications) {
        return publications.stream().mapToInt(Publication::size).sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
