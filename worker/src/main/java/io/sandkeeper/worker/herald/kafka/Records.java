package io.sandkeeper.worker.herald.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.events.EventType;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.herald.Wording;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

import java.time.Instant;
import java.util.Optional;

/**
 * Stored events as Kafka records: the attributes become headers, and the data, which comes last in
 * the stored text, is cut out of it as it is. Nothing is read and written anew.
 */
final class Records {
    private static final byte[] VERSION = "1.0".getBytes(UTF_8);
    private static final byte[] JSON = "application/json".getBytes(UTF_8);
    private static final byte[] SOURCE = Wording.SOURCE.toString().getBytes(UTF_8);
    private static final byte[] STATUS = EventType.STATUS.wireName().getBytes(UTF_8);

    /** Cannot be inside a text: there a quotation mark has a backslash before it. */
    private static final String DATA = ",\"data\":";

    private Records() {}

    static ProducerRecord<String, byte[]> event(SessionId session, Publication publication) {
        return record(
                Topic.LIFECYCLE,
                session,
                publication.type().getBytes(UTF_8),
                publication,
                publication.data());
    }

    static Optional<ProducerRecord<String, byte[]>> status(
            SessionId session, Publication publication) {
        return publication
                .status()
                .map(status -> record(Topic.STATUS, session, STATUS, publication, status));
    }

    static ProducerRecord<String, byte[]> tombstone(SessionId session) {
        return new ProducerRecord<>(Topic.STATUS.topicName(), session.value(), null);
    }

    private static ProducerRecord<String, byte[]> record(
            Topic topic, SessionId session, byte[] type, Publication publication, String event) {
        var record =
                new ProducerRecord<>(
                        topic.topicName(), session.value(), data(event).getBytes(UTF_8));
        attributes(record.headers(), session, type, publication.id(), publication.time());
        publication.trace().ifPresent(trace -> trace(record.headers(), trace.getBytes(UTF_8)));
        return record;
    }

    private static void attributes(
            Headers headers, SessionId session, byte[] type, String id, Instant time) {
        headers.add("ce_specversion", VERSION)
                .add("ce_id", id.getBytes(UTF_8))
                .add("ce_source", SOURCE)
                .add("ce_type", type)
                .add("ce_time", time.toString().getBytes(UTF_8))
                .add("ce_subject", session.value().getBytes(UTF_8))
                .add("content-type", JSON);
    }

    /** As the attribute of the event, and as tracing libraries look for it. */
    private static void trace(Headers headers, byte[] trace) {
        headers.add("ce_traceparent", trace).add("traceparent", trace);
    }

    private static String data(String event) {
        var from = event.indexOf(DATA);
        if (from < 0) {
            throw new IllegalArgumentException(
                    "a stored event has no data after its attributes: it was not written by"
                            + " Sandkeeper");
        }
        return event.substring(from + DATA.length(), event.length() - 1);
    }
}
