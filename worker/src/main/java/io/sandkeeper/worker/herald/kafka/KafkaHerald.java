package io.sandkeeper.worker.herald.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.sandkeeper.worker.door.Herald;
import io.sandkeeper.worker.herald.Wording;
import io.sandkeeper.worker.retention.Tombstones;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Publishes what is in sessions' outboxes, in order, and trims them when the broker has it. A
 * thread of its own talks to the producer, which blocks its caller while the broker is away; who
 * hands something in goes on at once. What could not be sent stays in the outbox.
 */
public final class KafkaHerald implements Herald, Tombstones, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaHerald.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final Lifespan lifespan;
    private final Wire wire;
    private final Desk desk;
    private final ExecutorService sender =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("herald").daemon().factory());
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("outboxes").daemon().factory());

    public KafkaHerald(
            Producer<String, byte[]> producer,
            SessionStore store,
            Lifespan lifespan,
            InstantSource clock,
            MeterRegistry meters) {
        this.producer = producer;
        this.lifespan = lifespan;
        this.wire = new KafkaWire(producer);
        var published = meters.counter("sandkeeper.outbox.published");
        this.desk = new Desk(store, this::ready, published::increment, clock, Desk.Limits.DEFAULT);
        Gauge.builder("sandkeeper.outbox.waiting", desk, Desk::waiting)
                .description("Sessions with something to publish that this worker knows of")
                .register(meters);
        TimeGauge.builder(
                        "sandkeeper.outbox.age", () -> desk.age().toMillis(), TimeUnit.MILLISECONDS)
                .description("How long the oldest publication known here has waited")
                .register(meters);
    }

    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::lookAfter,
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public List<Publication> word(Session session, List<Notice> notices) {
        return Wording.of(session, notices, lifespan);
    }

    @Override
    public void publish(SessionId session, List<Publication> publications) {
        if (!publications.isEmpty()) {
            desk.handIn(session, publications);
        }
    }

    @Override
    public CompletableFuture<Void> bury(SessionId session) {
        try {
            return CompletableFuture.completedFuture(session).thenComposeAsync(wire::bury, sender);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void ready(SessionId session) {
        try {
            sender.execute(() -> desk.send(session, wire));
        } catch (RejectedExecutionException _) {
            LOG.debug("session={} stays in its outbox: this worker ends", session);
        }
    }

    private void lookAfter() {
        safely(desk::lookAfter);
    }

    private static void safely(Runnable looking) {
        try {
            looking.run();
        } catch (StoreUnavailable e) {
            LOG.warn("the store does not answer; outboxes wait: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("looking after the outboxes failed; it is tried again", e);
        }
    }

    /**
     * What is held is sent to the end, if the broker takes it in time; what was left in outboxes is
     * others' to find.
     */
    @Override
    public void close() {
        var until = System.nanoTime() + LAST_WORDS.toNanos();
        if (!desk.isSilentWithin(LAST_WORDS)) {
            LOG.warn("{} sessions' news stays in their outboxes", desk.waiting());
        }
        sender.shutdown();
        producer.close(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        timer.shutdown();
        safely(desk::leave);
    }
}
