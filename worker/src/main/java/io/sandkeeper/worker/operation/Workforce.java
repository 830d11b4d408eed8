package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.door.Hands;
import io.sandkeeper.worker.session.Condemned;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.spec.SpecStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * This worker's hands: so many operations at once, each on a virtual thread; whose operation is due
 * and finds none, is called when one is free. Kills have hands of their own, so that no queue of
 * creations delays them.
 */
public final class Workforce implements Hands, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workforce.class);

    private final Standing standing;
    private final Operating operating;
    private final Destruction destruction;
    private final Places hands;
    private final Semaphore killers;
    private final InstantSource clock;
    private final Door door;
    private final Set<SessionId> destroying = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("operation-", 0).factory());

    /**
     * @param door where outcomes go; it may be opened after this is made, but before the first
     *     operation
     */
    public Workforce(
            int atOnce,
            Providers providers,
            SpecStore specs,
            OperationSettings settings,
            Standing standing,
            InstantSource clock,
            Door door) {
        this.standing = standing;
        this.operating = new Operating(providers, specs, settings, standing);
        this.destruction = new Destruction(providers, settings.fleet());
        this.hands = new Places(atOnce);
        this.killers = new Semaphore(Math.max(16, atOnce / 4));
        this.clock = clock;
        this.door = door;
    }

    @Override
    public Optional<Operation.Lease> reserve(Session session) {
        return hands.take(session.id(), clock.instant())
                ? Optional.of(new Operation.Lease(standing.worker(), clock.instant()))
                : Optional.empty();
    }

    @Override
    public void giveBack(Session session) {
        release();
    }

    /** Whoever waits longest is called. */
    private void release() {
        hands.free();
        var next = hands.call(clock.instant());
        while (next.isPresent()) {
            door.remind(next.get(), new Signal.TimerFired());
            next = hands.call(clock.instant());
        }
    }

    @Override
    public void begin(Session session) {
        var operation = session.operation().orElseThrow();
        threads.execute(
                () -> {
                    try {
                        operating
                                .run(session, operation)
                                .forEach(signal -> door.insist(session.id(), signal));
                    } catch (RuntimeException e) {
                        LOG.error(
                                "session={} operation={} stopped by a bug or the store",
                                session.id(),
                                operation.kind(),
                                e);
                        var failure =
                                new Failure.Unknown(
                                        "the worker failed: " + e.getClass().getSimpleName());
                        door.insist(session.id(), operating.failed(session, operation, failure));
                    } finally {
                        release();
                    }
                });
    }

    @Override
    public void destroyCondemned(Session session) {
        if (!destroying.add(session.id())) {
            return;
        }
        var now = clock.instant();
        var due = session.condemned().stream().filter(one -> !one.dueAt().isAfter(now)).toList();
        threads.execute(
                () -> {
                    try {
                        killers.acquire();
                        try {
                            due.forEach(one -> destroy(session, one));
                        } finally {
                            killers.release();
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    } finally {
                        destroying.remove(session.id());
                    }
                });
    }

    private void destroy(Session session, Condemned one) {
        destruction.run(session, one).forEach(signal -> door.insist(session.id(), signal));
    }

    /**
     * What is still under way is handed over: its lease is found without an owner, and is looked at
     * first.
     */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(
                    Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
