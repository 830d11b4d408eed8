package io.sandkeeper.client;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Publishes one event and waits until the broker has it. */
final class Publisher {
    private static final URI SOURCE = URI.create("/sandkeeper/cli");
    private static final int PATIENCE_MILLIS = 10_000;

    private final String servers;

    Publisher(String servers) {
        this.servers = servers;
    }

    EventId publish(Event event, Instant now) throws InterruptedException {
        var id = new EventId(UUID.randomUUID().toString());
        var record = record(new Envelope<>(id, SOURCE, now, null, event));
        try (var producer =
                new KafkaProducer<>(
                        settings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
            producer.close(Duration.ofSeconds(1));
            return id;
        } catch (ExecutionException failure) {
            throw new Unavailable(
                    "The event was not published: "
                            + failure.getCause()
                            + ". Is %s the right Kafka, and has it the topics?".formatted(servers));
        }
    }

    /** What the workers would reject is not sent: a person learns it here and not from a topic. */
    static ProducerRecord<String, byte[]> record(Envelope<? extends Event> envelope) {
        try {
            var record = EventCodec.encode(envelope);
            var topic = envelope.type().topic();
            return switch (EventCodec.decode(topic, record.headers(), record.value())) {
                case Decoded.Accepted _ -> record;
                case Decoded.Rejected(var rejection) ->
                        throw new BadArguments(
                                "%s: %s. %s"
                                        .formatted(
                                                rejection.field(),
                                                rejection.message(),
                                                rejection.nextStep()));
            };
        } catch (IllegalArgumentException refused) {
            throw new BadArguments("It cannot be sent: " + refused.getMessage() + ".");
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * EventCodec.MAX_RECORD_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                4L * EventCodec.MAX_RECORD_BYTES,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS / 2,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS);
    }
}
