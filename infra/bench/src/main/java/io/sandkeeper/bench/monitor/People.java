package io.sandkeeper.bench.monitor;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Who uses some of the sessions, every two seconds, until they are sent away. */
final class People implements AutoCloseable {
    private static final URI SOURCE = URI.create("/sandkeeper/bench");
    private static final int SECONDS = 2;

    private final KafkaProducer<String, byte[]> producer;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    People(String servers) {
        producer =
                new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    /** The first so many. */
    void use(int sessions) {
        var _ =
                timer.scheduleAtFixedRate(
                        () -> {
                            for (int i = 0; i < sessions; i++) {
                                var _ =
                                        producer.send(
                                                EventCodec.encode(
                                                        new Envelope<>(
                                                                new EventId(
                                                                        UUID.randomUUID()
                                                                                .toString()),
                                                                SOURCE,
                                                                Instant.now(),
                                                                null,
                                                                new SandboxUse.Activity(
                                                                        new SessionId("s-" + i),
                                                                        null,
                                                                        "edit"))));
                            }
                        },
                        0,
                        SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        producer.close();
    }
}
