package io.sandkeeper.worker.fleet;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.operation.Standing;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionStore;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps this worker's heartbeat, and takes over what lost workers had under way. A worker that
 * could not beat for half the lease time no longer acts: others may be about to take its place.
 */
public final class Fleet implements Standing, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final int MOST = 1_000;

    private final String name;
    private final Duration leaseTime;
    private final Roster roster;
    private final SessionStore store;
    private final Door door;
    private final LongSupplier nanos;
    private final Pulse pulse;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("fleet").daemon().factory());
    private long count;
    private int epoch;
    private volatile String worker = "";
    private volatile long lastBeatNanos;

    /**
     * @param name unique to this process
     * @param nanos a monotonic clock
     */
    public Fleet(
            String name,
            Duration leaseTime,
            Roster roster,
            SessionStore store,
            Door door,
            LongSupplier nanos) {
        this.name = name;
        this.leaseTime = leaseTime;
        this.roster = roster;
        this.store = store;
        this.door = door;
        this.nanos = nanos;
        this.pulse = new Pulse(leaseTime);
    }

    /** The worker is in the roster before anything is leased. */
    public void start() {
        enter();
        var interval = leaseTime.toMillis() / 5;
        var _ = timer.scheduleWithFixedDelay(this::turn, interval, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public String worker() {
        return worker;
    }

    @Override
    public boolean holds(Operation.Lease lease) {
        return lease.worker().equals(worker)
                && nanos.getAsLong() - lastBeatNanos < leaseTime.toNanos() / 2;
    }

    /** One beat, and one look at the others' beats. */
    void turn() {
        try {
            beat();
            pulse.lost(roster.beats(), nanos.getAsLong()).forEach(this::takeOver);
        } catch (StoreUnavailable e) {
            LOG.warn("no heartbeat: the store does not answer: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the heartbeat failed; it is tried again", e);
        }
    }

    /**
     * As a new one: what was leased under the old name belongs to whoever takes it over. Nothing is
     * leased under a name that nobody watches.
     */
    void enter() {
        var before = nanos.getAsLong();
        var next = name + '#' + ++epoch;
        roster.enter(next);
        worker = next;
        lastBeatNanos = before;
    }

    /**
     * The time is taken before the write: a worker that was frozen in it must not believe that it
     * just beat.
     */
    private void beat() {
        var before = nanos.getAsLong();
        if (roster.beat(worker, ++count)) {
            lastBeatNanos = before;
        } else {
            LOG.warn("worker={} was taken for lost; it goes on under a new name", worker);
            enter();
        }
    }

    /**
     * Struck from the roster when nothing is left under its name. Should it wake up, it learns of
     * that at its next beat.
     */
    private void takeOver(String lost) {
        var leased = store.leasedBy(lost, MOST);
        var sessions = leased.sessions();
        LOG.info("worker={} is lost; taking over {} operations", lost, sessions.size());
        sessions.forEach(session -> door.remind(session.id(), new Signal.LeaseLost(lost)));
        if (leased.isEmpty()) {
            roster.strike(lost);
        }
    }

    /** Its leases were given up before. If one is left, the others find that its beat stops. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (store.leasedBy(worker, 1).isEmpty()) {
                roster.strike(worker);
            }
        } catch (StoreUnavailable e) {
            LOG.warn("worker={} stays in the roster: {}", worker, e.getMessage());
        }
    }
}
