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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * This worker's hands: so many operations at once, each on a virtual thread; whose operation is due
 * and finds none, is called when one is free. Kills have hands of their own, so that no queue of
 * creations delays them.
 */
public final class Workforce implements Hands, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workforce.class);

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private record Job(Session session, Operation operation) {}

    private final Standing standing;
    private final Operating operating;
    private final Destruction destruction;
    private final Places hands;
    private final Semaphore killers;
    private final InstantSource clock;
    private final Door door;
    private final Set<Job> underWay = ConcurrentHashMap.newKeySet();
    private final KillAlarm alarm;
    private volatile Admission admission = Admission.OPEN;
    private final Set<SessionId> destroying = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;

    /**
     * @param door where outcomes go; it may be opened after this is made, but before the first
     *     operation
     */
    public Workforce(
            int atOnce,
            Tools tools,
            Standing standing,
            InstantSource clock,
            Door door,
            KillAlarm alarm) {
        this(
                atOnce,
                tools,
                standing,
                clock,
                door,
                alarm,
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("operation-", 0).factory()));
    }

    Workforce(
            int atOnce,
            Tools tools,
            Standing standing,
            InstantSource clock,
            Door door,
            KillAlarm alarm,
            ExecutorService threads) {
        this.threads = threads;
        this.standing = standing;
        this.operating = new Operating(tools, standing, clock);
        this.destruction = new Destruction(tools.providers(), tools.settings().fleet());
        this.hands = new Places(atOnce);
        this.killers = new Semaphore(Math.max(16, atOnce / 4));
        this.clock = clock;
        this.door = door;
        this.alarm = alarm;
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
            permits.put(session.id(), notNow == null ? permit(session) : notNow);
        }
        return permits;
    }

    private Permit permit(Session session) {
        if (threads.isShutdown() || !take(session)) {
            return new Permit.NoHand();
        }
        var lease = standing.lease(clock.instant());
        if (lease.isEmpty()) {
            release();
        }
        return lease.<Permit>map(Permit.Granted::new).orElseGet(Permit.NoHand::new);
    }

    @Override
    public boolean takeUpAgain(Session session) {
        return !threads.isShutdown() && take(session);
    }

    @Override
    public void giveBack(Session session) {
        release();
    }

    private boolean take(Session session) {
        return hands.take(session.id(), clock.instant());
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
        var job = new Job(session, session.operation().orElseThrow());
        underWay.add(job);
        try {
            threads.execute(() -> work(job));
        } catch (RejectedExecutionException _) {
            release();
            handOver(job);
        }
    }

    private void work(Job job) {
        var session = job.session();
        admission.begun(session);
        try {
            var outcomes = operating.run(session, job.operation(), meanwhile(job));
            admission.judged(session, outcomes).forEach(outcome -> report(job, outcome));
            admission.heard(session, outcomes);
        } catch (RuntimeException e) {
            LOG.error(
                    "session={} operation={} stopped by a bug or the store",
                    session.id(),
                    job.operation().kind(),
                    e);
            fail(job, new Failure.Unknown("the worker failed: " + e.getClass().getSimpleName()));
        } finally {
            admission.ended(session);
            underWay.remove(job);
            release();
        }
    }

    private Meanwhile meanwhile(Job job) {
        return new Meanwhile() {
            @Override
            public void hear(Signal.Outcome outcome) {
                report(job, outcome);
            }

            @Override
            public void keep(Signal.Outcome outcome) {
                // While the store is away this ends the operation, and it is tried again.
                door.pass(job.session().id(), reported(job, outcome)).join();
            }
        };
    }

    private void report(Job job, Signal.Outcome outcome) {
        door.insist(job.session().id(), reported(job, outcome));
    }

    private static Signal reported(Job job, Signal.Outcome outcome) {
        return new Signal.Reported(job.operation().lease().orElseThrow(), outcome);
    }

    private void fail(Job job, Failure failure) {
        report(job, operating.failed(job.session(), job.operation(), failure));
    }

    /** It costs no attempt, and nobody has to wait for a lease to run out: it is due at once. */
    private void handOver(Job job) {
        underWay.remove(job);
        fail(job, new Failure.Conflict("its worker ended"));
    }

    @Override
    public void destroyCondemned(Session session) {
        if (!destroying.add(session.id())) {
            return;
        }
        var now = clock.instant();
        var due = session.condemned().stream().filter(one -> !one.dueAt().isAfter(now)).toList();
        try {
            threads.execute(() -> destroyAll(session, due));
        } catch (RejectedExecutionException _) {
            // It is due in the store, and somebody else looks there.
            destroying.remove(session.id());
        }
    }

    private void destroyAll(Session session, List<Condemned> due) {
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
    }

    private void destroy(Session session, Condemned one) {
        var learned = destruction.run(session, one);
        alarm.hear(session, one, learned);
        learned.forEach(signal -> door.insist(session.id(), signal));
        admission.heard(session, learned);
    }

    /** What is still under way after a while is interrupted and handed over. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                var _ = threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(underWay).forEach(this::handOver);
    }
}
