package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.SessionStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The door's lanes: a session always takes the same one, so its signals are decided in order and
 * never race inside this worker; what waits in a lane meanwhile is taken in together, with one read
 * and one write.
 */
public final class Lanes implements Door, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final Duration STORE_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final List<Lane> lanes;
    private final Lifecycle lifecycle;
    private final SessionStore store;
    private final Journal journal;
    private final InstantSource clock;
    private final Setbacks setbacks;

    public Lanes(
            int count,
            Lifecycle lifecycle,
            SessionStore store,
            Journal journal,
            InstantSource clock) {
        this(
                count,
                lifecycle,
                store,
                journal,
                clock,
                CompletableFuture.delayedExecutor(STORE_RETRY.toMillis(), TimeUnit.MILLISECONDS));
    }

    /**
     * @param later runs what the store did not take, after a while
     */
    Lanes(
            int count,
            Lifecycle lifecycle,
            SessionStore store,
            Journal journal,
            InstantSource clock,
            Executor later) {
        this.setbacks = new Setbacks(clock);
        this.lanes =
                IntStream.range(0, count)
                        .mapToObj(number -> new Lane(number, setbacks, later))
                        .toList();
        this.lifecycle = lifecycle;
        this.store = store;
        this.journal = journal;
        this.clock = clock;
    }

    /** Until then, what is passed waits. */
    public void open(Hands hands, Herald herald, Alarm alarm) {
        var acceptance = acceptance(hands, herald, alarm);
        lanes.forEach(lane -> lane.start(acceptance));
    }

    Acceptance acceptance(Hands hands, Herald herald, Alarm alarm) {
        var company = new Acceptance.Company(hands, herald, alarm);
        return new Acceptance(lifecycle, store, company, journal, clock);
    }

    /** Whom to pass over when looking for what is due. */
    public Setbacks setbacks() {
        return setbacks;
    }

    List<Lane> lanes() {
        return lanes;
    }

    @Override
    public CompletableFuture<Void> pass(SessionId session, Signal signal) {
        return lane(session).add(Arrival.of(session, signal));
    }

    @Override
    public CompletableFuture<Void> passAfter(
            CompletableFuture<Void> before, SessionId session, Signal signal) {
        return lane(session).add(Arrival.after(before, session, signal));
    }

    @Override
    public void insist(SessionId session, Signal signal) {
        lane(session).addUntilTaken(Arrival.of(session, signal));
    }

    @Override
    public void remind(SessionId session, Signal signal) {
        lane(session).addUnheard(Arrival.of(session, signal));
    }

    private Lane lane(SessionId session) {
        return lanes.get(Bucket.of(session) % lanes.size());
    }

    /** What is in the lanes is still taken in, if the store lets it. */
    @Override
    public void close() {
        lanes.forEach(Lane::end);
        var until = System.nanoTime() + LAST_WORDS.toNanos();
        try {
            for (var lane : lanes) {
                if (!lane.awaitEnd(Duration.ofNanos(until - System.nanoTime()))) {
                    LOG.warn("what is left in the lanes is looked at by another worker");
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
