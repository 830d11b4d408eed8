package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * Where an intent came from.
 *
 * @param at when it was meant, never later than when it was taken in
 * @param request the caller's own name for it, when it gave one
 * @param position where the record stood, so that its redelivery is recognised
 */
public record Origin(
        EventId event,
        String actor,
        Instant at,
        Optional<RequestId> request,
        Optional<String> trace,
        Optional<Position> position) {
    /**
     * @param topic the topic and its identity: a topic made anew counts its offsets from zero again
     */
    public record Position(String topic, long offset) {}

    Cause because(String evidence) {
        return new Cause(Cause.Kind.REQUEST, actor, evidence, Optional.of(event), trace);
    }
}
