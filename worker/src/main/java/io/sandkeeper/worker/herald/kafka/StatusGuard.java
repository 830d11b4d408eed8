package io.sandkeeper.worker.herald.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads the latest states that are published, its share of the partitions, and publishes those anew
 * that went back: a worker that was frozen and woke up may send what it held then, and a compacted
 * topic would keep that for ever. Its own repairs come by like any other record, and are verified
 * too; so one that raced with a newer state does not stay.
 */
public final class StatusGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusGuard.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final int MOST = 10_000;
    private static final int AT_ONCE = 500;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Producer<String, byte[]> producer;
    private final Verification verification;
    private final Counter repaired;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param group of the fleet; its guards have one of their own beside it
     */
    public StatusGuard(
            String bootstrapServers,
            String group,
            Producer<String, byte[]> producer,
            SessionStore store,
            Lifespan lifespan,
            MeterRegistry meters,
            InstantSource clock) {
        this(
                () -> consumer(bootstrapServers, group + "-status"),
                producer,
                store,
                lifespan,
                meters,
                clock);
    }

    StatusGuard(
            Supplier<Consumer<String, byte[]>> consumers,
            Producer<String, byte[]> producer,
            SessionStore store,
            Lifespan lifespan,
            MeterRegistry meters,
            InstantSource clock) {
        this.consumers = consumers;
        this.producer = producer;
        this.verification = new Verification(store, lifespan);
        this.repaired = meters.counter("sandkeeper.status.repaired");
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("status-guard").daemon().unstarted(this::run);
    }

    private static Consumer<String, byte[]> consumer(String bootstrapServers, String group) {
        var config = new HashMap<String, Object>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        // Nobody is in a hurry, and few large polls are looked up together.
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1024 * 1024);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) QUIET.toMillis());
        config.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!isClosing(Duration.ZERO)) {
            try (var consumer = consumers.get()) {
                guard(consumer);
            } catch (RuntimeException e) {
                LOG.error("guarding the latest states failed; it is tried again", e);
                if (isClosing(AFTER_FAILURE)) {
                    return;
                }
            }
        }
    }

    private void guard(Consumer<String, byte[]> consumer) {
        var touched = new Touched();
        consumer.subscribe(List.of(Topic.STATUS.topicName()), new Handover(consumer, touched));
        var committed = Map.<TopicPartition, Long>of();
        while (!isClosing(Duration.ZERO)) {
            for (var record : consumer.poll(POLL)) {
                note(record, touched);
            }
            verify(touched, new Horizon(consumer));
            holdBack(consumer, touched);
            var verified = touched.verifiedUpTo();
            if (!verified.equals(committed)) {
                Handover.commit(consumer, verified);
                committed = verified;
            }
        }
        Handover.commit(consumer, touched.verifiedUpTo());
    }

    private void note(ConsumerRecord<String, byte[]> record, Touched touched) {
        var partition = new TopicPartition(record.topic(), record.partition());
        if (record.key() == null || record.key().isBlank()) {
            touched.passed(partition, record.offset());
        } else {
            touched.add(
                    new SessionId(record.key()),
                    new Touched.Last(
                            partition, record.offset(), sequence(record), clock.instant()));
        }
    }

    /** From the id, {@code <session>:<sequence>}. What has none is older than anything. */
    static long sequence(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Touched.BURIED;
        }
        var header = record.headers().lastHeader("ce_id");
        var id = header == null ? "" : new String(header.value(), UTF_8);
        var number = id.substring(id.lastIndexOf(':') + 1);
        return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
    }

    private void verify(Touched touched, Horizon horizon) {
        for (var quiet = quiet(touched); !quiet.isEmpty(); quiet = quiet(touched)) {
            try {
                var findings = verification.verify(quiet);
                var older = new HashMap<>(quiet);
                older.keySet().retainAll(findings.repairs().keySet());
                settle(quiet, touched, findings, horizon.ahead(older));
            } catch (StoreUnavailable e) {
                LOG.warn("the store does not answer; latest states are verified later");
                postpone(quiet, touched);
            } catch (KafkaException e) {
                LOG.warn("the broker does not answer; latest states are verified later");
                postpone(quiet, touched);
            }
        }
    }

    private void postpone(Map<SessionId, Touched.Last> quiet, Touched touched) {
        var now = clock.instant();
        quiet.forEach((session, last) -> touched.postpone(session, last, now));
    }

    private Map<SessionId, Touched.Last> quiet(Touched touched) {
        return touched.untouchedSince(clock.instant().minus(QUIET), AT_ONCE);
    }

    private void settle(
            Map<SessionId, Touched.Last> quiet,
            Touched touched,
            Verification.Findings findings,
            Map<SessionId, Long> ahead) {
        var under = new HashMap<SessionId, CompletableFuture<Void>>();
        findings.repairs()
                .forEach(
                        (session, record) -> {
                            if (!ahead.containsKey(session)) {
                                under.put(session, send(record));
                            }
                        });
        var until = clock.instant().plus(PATIENCE);
        quiet.forEach(
                (session, last) -> {
                    var repair = under.get(session);
                    var horizon = ahead.get(session);
                    if (horizon != null) {
                        touched.doubted(session, last, horizon, clock.instant());
                    } else if (findings.unsettled().contains(session)
                            || (repair != null && !arrives(session, repair, until))) {
                        touched.postpone(session, last, clock.instant());
                    } else {
                        touched.verified(session, last);
                    }
                });
    }

    private boolean arrives(SessionId session, CompletableFuture<Void> repair, Instant until) {
        try {
            var left = Duration.between(clock.instant(), until).toMillis();
            repair.get(Math.max(0, left), TimeUnit.MILLISECONDS);
            repaired.increment();
            LOG.warn("session={} its latest state had gone back and is published anew", session);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("session={} its latest state is repaired later: {}", session, e.getMessage());
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        return new KafkaWire(producer).send(record);
    }

    /** Bounded memory: nothing more is read while so much waits to be verified. */
    private static void holdBack(Consumer<String, byte[]> consumer, Touched touched) {
        if (touched.size() >= MOST) {
            consumer.pause(consumer.assignment());
        } else if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    private boolean isClosing(Duration time) {
        try {
            return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread.isAlive() && !thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
