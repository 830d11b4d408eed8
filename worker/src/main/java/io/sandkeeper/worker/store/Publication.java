package io.sandkeeper.worker.store;

import java.time.Instant;
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
        Optional<String> status) {}
