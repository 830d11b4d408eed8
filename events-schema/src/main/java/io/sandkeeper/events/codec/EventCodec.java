package io.sandkeeper.events.codec;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.Topic;
import io.sandkeeper.events.TraceContext;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** Events to records of Kafka and back. Reading never throws, whatever the record holds. */
public final class EventCodec {
    /** Of key, headers and value together. */
    public static final int MAX_RECORD_BYTES = Json.MAX_BYTES;

    public static final int MAX_DEPTH = Json.MAX_DEPTH;

    private EventCodec() {}

    /**
     * Ready to be sent: CloudEvents in binary mode, to the event's own topic, with its subject as
     * the key.
     */
    public static ProducerRecord<String, byte[]> encode(Envelope<? extends Event> envelope) {
        var data = Json.write(out -> Shapes.of(envelope.type()).write(out, envelope.data()));
        if (data.length > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "larger than a record may be: " + data.length + " bytes");
        }
        var event =
                CloudEventBuilder.v1()
                        .withId(envelope.id().value())
                        .withSource(envelope.source())
                        .withType(envelope.type().wireName())
                        .withTime(envelope.time().atOffset(ZoneOffset.UTC))
                        .withSubject(envelope.subject())
                        .withData(ContentType.JSON, data);
        var trace = envelope.trace();
        if (trace != null) {
            event.withExtension("traceparent", trace.traceparent());
            if (trace.tracestate() != null) {
                event.withExtension("tracestate", trace.tracestate());
            }
        }
        var topic = envelope.type().topic().topicName();
        var record =
                KafkaMessageFactory.<String>createWriter(topic, null, null, envelope.subject())
                        .writeBinary(event.build());
        if (trace != null) {
            addTracingHeaders(record.headers(), trace);
        }
        return record;
    }

    // What tracing libraries look for; they do not know the attributes of CloudEvents.
    private static void addTracingHeaders(Headers headers, TraceContext trace) {
        headers.add("traceparent", trace.traceparent().getBytes(StandardCharsets.UTF_8));
        if (trace.tracestate() != null) {
            headers.add("tracestate", trace.tracestate().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * A record of a compacted topic without a value says that its key is forgotten; look before you
     * decode.
     */
    public static Decoded decode(Topic topic, ConsumerRecord<String, byte[]> record) {
        return decode(topic, record.headers(), record.value());
    }

    public static Decoded decode(Topic topic, Headers headers, byte @Nullable [] value) {
        return reading(() -> Opening.record(topic, headers, value));
    }

    /** The event and its envelope in one JSON object, for where there are no headers. */
    public static byte[] toJson(Envelope<? extends Event> envelope) {
        return Json.write(out -> Structured.write(out, envelope));
    }

    /** Reads what {@link #toJson} wrote. */
    public static Decoded fromJson(byte[] json) {
        return reading(() -> Opening.text(json));
    }

    private static Decoded reading(Supplier<Envelope<? extends Event>> reader) {
        try {
            return new Decoded.Accepted(reader.get());
        } catch (Refused refused) {
            return new Decoded.Rejected(refused.rejection());
        }
    }
}
