package io.sandkeeper.bench.drill;

import io.sandkeeper.events.AutoPause;
import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.Framework;
import io.sandkeeper.events.Launch;
import io.sandkeeper.events.Owner;
import io.sandkeeper.events.ProjectId;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.SandboxRequested;
import io.sandkeeper.events.SandboxUse;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionRequest;
import io.sandkeeper.events.Settings;
import io.sandkeeper.events.UserId;
import io.sandkeeper.events.codec.EventCodec;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Whoever asks Sandkeeper for something. Outlasts a broker that is away for a while. */
final class Upstream implements AutoCloseable {
    private static final URI SOURCE = URI.create("/sandkeeper/drill");
    private static final Owner OWNER = new Owner(new ProjectId("drill"), new UserId("drill"), null);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ExecutorService mouth =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("upstream").daemon().factory());
    private final KafkaProducer<String, byte[]> producer;
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    Upstream(String bootstrapServers) {
        producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.ACKS_CONFIG,
                                "all",
                                // With more, what a restarting broker refuses is overtaken by the
                                // next, and is out of sequence for ever.
                                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                                1,
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                PATIENCE.toMillis(),
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                (int) PATIENCE.toMillis()),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    /** The event, so that it can be said again. */
    Envelope<SandboxRequested> request(SessionId session) {
        return request(session, AutoPause.NEVER);
    }

    Envelope<SandboxRequested> request(SessionId session, AutoPause autoPause) {
        return say(
                new SandboxRequested(
                        session,
                        newRequest(),
                        OWNER,
                        new Framework("base"),
                        null,
                        new Settings(
                                autoPause,
                                Settings.DEFAULT.wakeMode(),
                                Settings.DEFAULT.priority(),
                                null,
                                null),
                        Launch.NOTHING,
                        Map.of()));
    }

    void pause(SessionId session) {
        say(new SessionRequest.PauseRequested(session, newRequest(), null, null));
    }

    void resume(SessionId session) {
        say(new SessionRequest.ResumeRequested(session, newRequest(), null, null));
    }

    void kill(SessionId session) {
        say(new SessionRequest.KillRequested(session, newRequest(), null, null));
    }

    void use(SessionId session) {
        say(new SandboxUse.Activity(session, null, null));
    }

    void busy(SessionId session, Duration time) {
        say(new SandboxUse.Busy(session, null, Instant.now().plus(time), "an agent thinks"));
    }

    <E extends Event> Envelope<E> say(E event) {
        var envelope =
                new Envelope<>(
                        new EventId(UUID.randomUUID().toString()),
                        SOURCE,
                        Instant.now(),
                        null,
                        event);
        repeat(envelope);
        return envelope;
    }

    /** In the order of the calls. A broker that is away holds up this thread, not the caller. */
    void repeat(Envelope<? extends Event> envelope) {
        mouth.execute(
                () -> {
                    var _ =
                            producer.send(
                                    EventCodec.encode(envelope),
                                    (_, failure) -> {
                                        if (failure != null) {
                                            failures.add(failure);
                                        }
                                    });
                });
    }

    private static RequestId newRequest() {
        return new RequestId(UUID.randomUUID().toString());
    }

    /** What the broker did not take is not the workers' to answer for, so a drill must know. */
    void awaitAllSaid() throws Exception {
        mouth.submit(producer::flush).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!failures.isEmpty()) {
            throw new AssertionError("the drill's own events were not sent", failures.peek());
        }
    }

    @Override
    public void close() {
        mouth.shutdownNow();
        producer.close(Duration.ofSeconds(1));
    }
}
