package io.sandkeeper.events.codec;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.EventType;
import io.sandkeeper.events.TraceContext;

import org.apache.kafka.clients.producer.ProducerRecord;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;

/** The examples that the contract ships, as bytes, events and records. */
final class Examples {
    static final TraceContext TRACE =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "vendor=1");

    private Examples() {}

    static byte[] json(EventType type) {
        return resource("/io/sandkeeper/events/example/" + type.stem() + ".json");
    }

    static Event event(EventType type) {
        var json = json(type);
        return Shapes.of(type).read(json, 0, json.length);
    }

    static Envelope<Event> envelope(EventType type) {
        return new Envelope<>(
                new EventId("evt-1"),
                URI.create("/tests"),
                Instant.parse("2026-03-01T12:00:00.123Z"),
                TRACE,
                event(type));
    }

    static ProducerRecord<String, byte[]> record(EventType type) {
        return EventCodec.encode(envelope(type));
    }

    static byte[] resource(String path) {
        try (var in = Objects.requireNonNull(Examples.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
