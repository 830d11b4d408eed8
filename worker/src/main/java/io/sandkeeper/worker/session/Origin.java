package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * Where an intent came from.
 *
 * @param type the event's type
 * @param at when it was meant, never later than when it was taken in
 * @param request the caller's own name for it, when it gave one
 * @param position where the record stood, so that its redelivery is recognised
 */
public record Origin(
        EventId event,
        String type,
        String actor,
        Instant at,
        Optional<RequestId> request,
        Optional<String> trace,
        Optional<Position> position) {
    /**
     * A place in a log. One partition of a topic is a log, from when the topic was made until it is
     * deleted: offsets of two logs say nothing about each other.
     *
     * @param topic the log: the topic's name, its identity and the partition, as {@link #in} writes
     *     them
     */
    public record Position(String topic, long offset) {
        public static Position in(String topic, String identity, int partition, long offset) {
            return new Position(Consumed.log(topic, identity, partition), offset);
        }
    }

    /** Use is not asked for by anybody: it has no request. */
    Optional<Asked> asked() {
        return request.map(id -> new Asked(id, type));
    }

    Cause because(String evidence) {
        var kind = request.isPresent() ? Cause.Kind.REQUEST : Cause.Kind.ACTIVITY;
        return new Cause(kind, actor, evidence, Optional.of(event), trace);
    }
}
