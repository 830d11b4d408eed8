package io.sandkeeper.worker.platform.kafka;

import io.sandkeeper.events.Envelope;
import io.sandkeeper.events.EventId;
import io.sandkeeper.events.codec.EventCodec;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.platform.Platform;

import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sends news from a thread of its own: a producer blocks its caller while the broker is away. What
 * does not fit into a short queue is dropped: old news is worth nothing.
 */
public final class KafkaPlatform implements Platform, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaPlatform.class);
    private static final URI SOURCE = URI.create("/sandkeeper/worker");
    private static final int WAITING = 1_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Producer<String, byte[]> producer;
    private final InstantSource clock;
    private final ExecutorService teller =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING),
                    Thread.ofPlatform().name("platform-news").daemon().factory(),
                    (_, _) -> LOG.debug("news is dropped: too much waits, or this worker ends"));

    /**
     * @param producer its own, closed with it: one that gives up on old news soon
     */
    public KafkaPlatform(Producer<String, byte[]> producer, InstantSource clock) {
        this.producer = producer;
        this.clock = clock;
    }

    @Override
    public void tell(News news) {
        var now = clock.instant();
        teller.execute(() -> send(news, now));
    }

    private void send(News news, Instant at) {
        try {
            var id = new EventId(UUID.randomUUID().toString());
            var envelope = new Envelope<>(id, SOURCE, at, null, NewsWording.of(news));
            var _ =
                    producer.send(
                            EventCodec.encode(envelope),
                            (_, failure) -> {
                                if (failure != null) {
                                    dropped(news, failure);
                                }
                            });
        } catch (RuntimeException e) {
            dropped(news, e);
        }
    }

    private static void dropped(News news, Exception failure) {
        LOG.warn(
                "news={} lane={} is dropped: {}",
                news.getClass().getSimpleName(),
                news.lane(),
                failure.getMessage());
    }

    @Override
    public void close() {
        teller.shutdown();
        try {
            if (!teller.awaitTermination(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
                teller.shutdownNow();
            }
        } catch (InterruptedException _) {
            teller.shutdownNow();
            Thread.currentThread().interrupt();
        }
        producer.close(LAST_WORDS);
    }
}
