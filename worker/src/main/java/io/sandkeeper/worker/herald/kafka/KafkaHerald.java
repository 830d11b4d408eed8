package io.sandkeeper.worker.herald.kafka;

import io.sandkeeper.events.codec.Decoded;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.door.Herald;
import io.sandkeeper.worker.herald.Wording;
import io.sandkeeper.worker.session.Notice;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.Publication;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Publishes what is in sessions' outboxes, in order, and trims them when the broker has it. What
 * could not be sent stays in the outbox and is found there again.
 */
public final class KafkaHerald implements Herald, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaHerald.class);
    private static final Duration TRIM_EVERY = Duration.ofMillis(100);

    private final Producer<String, byte[]> producer;
    private final SessionStore store;
    private final ConcurrentMap<SessionId, Long> underWay = new ConcurrentHashMap<>();
    private final ConcurrentMap<SessionId, Long> arrived = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("outbox-trim").daemon().factory());

    public KafkaHerald(Producer<String, byte[]> producer, SessionStore store) {
        this.producer = producer;
        this.store = store;
    }

    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::trim,
                        TRIM_EVERY.toMillis(),
                        TRIM_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public List<Publication> word(Session session, List<Notice> notices) {
        return Wording.of(session, notices);
    }

    /** What is on its way already is not sent again by whoever finds it in the outbox meanwhile. */
    @Override
    public void publish(SessionId session, List<Publication> publications) {
        for (var publication : publications) {
            var before = underWay.getOrDefault(session, 0L);
            if (publication.sequence() > before) {
                underWay.put(session, publication.sequence());
                send(session, publication);
            }
        }
    }

    private void send(SessionId session, Publication publication) {
        var sent =
                publication
                        .status()
                        .map(
                                status ->
                                        CompletableFuture.allOf(
                                                send(publication.data()), send(status)))
                        .orElseGet(() -> CompletableFuture.allOf(send(publication.data())));
        var _ =
                sent.whenComplete(
                        (_, failure) -> {
                            underWay.remove(session, publication.sequence());
                            if (failure == null) {
                                arrived.merge(session, publication.sequence(), Math::max);
                            } else {
                                LOG.warn(
                                        "session={} sequence={} stays in its outbox: {}",
                                        session,
                                        publication.sequence(),
                                        failure.getMessage());
                            }
                        });
    }

    private CompletableFuture<Void> send(String event) {
        var done = new CompletableFuture<Void>();
        try {
            var _ =
                    producer.send(
                            record(event),
                            (_, failure) -> {
                                if (failure == null) {
                                    done.complete(null);
                                } else {
                                    done.completeExceptionally(failure);
                                }
                            });
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    private static ProducerRecord<String, byte[]> record(String event) {
        return switch (EventCodec.fromJson(event.getBytes(StandardCharsets.UTF_8))) {
            case Decoded.Accepted(var envelope) -> EventCodec.encode(envelope);
            case Decoded.Rejected(var rejection) ->
                    throw new IllegalStateException("our own event is not valid: " + rejection);
        };
    }

    /** The outboxes are trimmed together, a few times a second. */
    private void trim() {
        var batch = new HashMap<>(arrived);
        if (batch.isEmpty()) {
            return;
        }
        try {
            store.published(batch);
            batch.forEach(arrived::remove);
        } catch (StoreUnavailable e) {
            LOG.warn("{} outboxes are trimmed later: {}", batch.size(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("trimming outboxes failed; it is tried again", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        trim();
        timer.shutdownNow();
    }
}
