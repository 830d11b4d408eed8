package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.door.Hands;
import io.sandkeeper.worker.door.Permit;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * This worker's hands: so many operations at once, each on a virtual thread. Kills have hands of
 * their own, so that no queue of creations delays them.
 */
public final class Workforce implements Hands, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workforce.class);

    private final Standing standing;
    private final Operating operating;
    private final Destruction destruction;
    private final Semaphore hands;
    private final Semaphore killers;
    private final InstantSource clock;
    private final Door door;
    private volatile Admission admission = Admission.OPEN;
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
        this.operating = new Operating(providers, specs, settings, standing, clock);
        this.destruction = new Destruction(providers, settings.fleet());
        this.hands = new Semaphore(atOnce);
        this.killers = new Semaphore(Math.max(16, atOnce / 4));
        this.clock = clock;
        this.door = door;
    }

    /** Asked before a hand is given; until then everything may begin. */
    public void admittedBy(Admission gates) {
        admission = gates;
    }

    @Override
    public Map<SessionId, Permit> reserve(List<Session> due) {
        var held = admission.heldBack(due);
        var permits = new LinkedHashMap<SessionId, Permit>();
        for (var session : due) {
            var notNow = held.get(session.id());
            permits.put(session.id(), notNow == null ? permit() : notNow);
        }
        return permits;
    }

    private Permit permit() {
        return hands.tryAcquire()
                ? new Permit.Granted(new Operation.Lease(standing.worker(), clock.instant()))
                : new Permit.NoHand();
    }

    @Override
    public void giveBack(Session session) {
        hands.release();
    }

    @Override
    public void begin(Session session) {
        var operation = session.operation().orElseThrow();
        threads.execute(
                () -> {
                    try {
                        tell(session, operating.run(session, operation));
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
                        hands.release();
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
        tell(session, destruction.run(session, one));
    }

    private void tell(Session session, List<Signal> signals) {
        signals.forEach(signal -> door.insist(session.id(), signal));
        admission.heard(session, signals);
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
