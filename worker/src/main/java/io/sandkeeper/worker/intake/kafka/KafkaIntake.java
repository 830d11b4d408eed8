package io.sandkeeper.worker.intake.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.sandkeeper.events.Topic;
import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.due.Buckets;
import io.sandkeeper.worker.health.Vital;
import io.sandkeeper.worker.intake.Understanding;
import io.sandkeeper.worker.monitor.Concern;
import io.sandkeeper.worker.spec.SpecStore;
import io.sandkeeper.worker.store.SessionStore;

import org.apache.kafka.clients.admin.Admin;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The consumers of this worker. */
public final class KafkaIntake implements AutoCloseable {
    /** A batch's patience may end in the middle of a call to the store. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Duration LAST_BATCHES = Duration.ofSeconds(6);

    private final ConcurrentMessageListenerContainer<byte[], byte[]> requests;
    private final ConcurrentMessageListenerContainer<byte[], byte[]> activity;
    private final ConcurrentMessageListenerContainer<byte[], byte[]> health;
    private final OwnedBuckets buckets;
    private final PollLoops loops;
    private final Admin admin;
    private final Post post;
    private final KafkaClientMetrics producerMetrics;

    public KafkaIntake(IntakeSettings settings, Into into, MeterRegistry meters) {
        this(settings, into, meters, settings.patience().plus(MARGIN));
    }

    /**
     * @param silence how long a consumer may go without a poll and still be alive
     */
    KafkaIntake(IntakeSettings settings, Into into, MeterRegistry meters, Duration silence) {
        var client = settings.client();
        this.admin = Clients.admin(client);
        var producer = Clients.producer(client);
        this.producerMetrics = Clients.metered(producer, meters);
        this.post = new Post(producer);
        var counts = new IntakeMeters(meters);
        var held = held(Topic.REQUESTS, counts);
        var desk = new RequestTaker.Desk(post, new DeadLetters(post, counts), counts, held);
        var topic = TopicWatch.of(admin, Topic.REQUESTS.topicName());
        this.buckets = new OwnedBuckets(topic);
        var requestsTaken =
                Consumption.of(
                        Topic.REQUESTS,
                        settings.group(),
                        new Offsets(
                                new Listener(
                                        Topic.REQUESTS,
                                        new RequestTaker(
                                                into.door(),
                                                into.specs(),
                                                into.understanding(),
                                                topic,
                                                desk),
                                        desk.deadLetters(),
                                        counts,
                                        settings.patience(),
                                        into.clock()),
                                held,
                                buckets,
                                System::nanoTime));
        this.requests =
                Consumption.container(
                        Clients.requests(client),
                        settings.consumers(),
                        requestsTaken,
                        new Retries(Topic.REQUESTS, counts),
                        meters);
        var uses = held(Topic.ACTIVITY, counts);
        var activityTaken =
                Consumption.of(
                        Topic.ACTIVITY,
                        settings.group() + "-activity",
                        new Offsets(
                                new Listener(
                                        Topic.ACTIVITY,
                                        new ActivityTaker(
                                                into.door(),
                                                into.store(),
                                                into.concern(),
                                                into.clock(),
                                                counts,
                                                uses),
                                        desk.deadLetters(),
                                        counts,
                                        settings.patience(),
                                        into.clock()),
                                uses,
                                new ConsumerAwareRebalanceListener() {},
                                System::nanoTime));
        this.activity =
                Consumption.container(
                        Clients.activity(client),
                        1,
                        activityTaken,
                        new Retries(Topic.ACTIVITY, counts),
                        meters);
        this.health = health(settings, into, desk, meters);
        this.loops = new PollLoops(List.of(requests, activity, health), silence);
    }

    /** Nothing of it ever waits for room: it goes to no session before it was looked at. */
    private static ConcurrentMessageListenerContainer<byte[], byte[]> health(
            IntakeSettings settings, Into into, RequestTaker.Desk desk, MeterRegistry meters) {
        var counts = desk.meters();
        return Consumption.container(
                Clients.health(settings.client()),
                1,
                Consumption.of(
                        Topic.HEALTH,
                        settings.group() + "-health",
                        new Offsets(
                                new Listener(
                                        Topic.HEALTH,
                                        new HealthTaker(into.concern(), counts),
                                        desk.deadLetters(),
                                        counts,
                                        settings.patience(),
                                        into.clock()),
                                HeldBack.forAWhile(),
                                new ConsumerAwareRebalanceListener() {},
                                System::nanoTime)),
                new Retries(Topic.HEALTH, counts),
                meters);
    }

    private static HeldBack held(Topic topic, IntakeMeters counts) {
        var held = HeldBack.forAWhile();
        counts.held(topic, held);
        return held;
    }

    /** Where what was read goes. */
    public record Into(
            Door door,
            SpecStore specs,
            SessionStore store,
            Understanding understanding,
            Concern concern,
            InstantSource clock) {}

    public Buckets buckets() {
        return buckets;
    }

    /** Whether the consumers' loops go round. Asks nobody. */
    public Vital loops() {
        return loops;
    }

    /** Whether the broker answers, and this worker is in its group. */
    public Vital broker() {
        return new Broker(admin, buckets);
    }

    public void start() {
        requests.start();
        activity.start();
        health.start();
        loops.started();
    }

    /** All stop at once: each may be in the middle of a batch. */
    @Override
    public void close() {
        loops.stopping();
        var stopped = new CountDownLatch(3);
        activity.stop(stopped::countDown);
        health.stop(stopped::countDown);
        requests.stop(stopped::countDown);
        try {
            var _ = stopped.await(LAST_BATCHES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        producerMetrics.close();
        post.close();
        admin.close(Duration.ofSeconds(1));
    }
}
