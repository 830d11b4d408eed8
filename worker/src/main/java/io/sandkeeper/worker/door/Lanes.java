package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.Bucket;
import io.sandkeeper.worker.store.SessionStore;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * The door's lanes: a session always takes the same one, so its signals are decided in order and
 * never race inside this worker; what waits in a lane meanwhile is taken in together, with one read
 * and one write.
 */
public final class Lanes implements Door, AutoCloseable {
    private final List<Lane> lanes;
    private final Lifecycle lifecycle;
    private final SessionStore store;
    private final Journal journal;
    private final InstantSource clock;

    public Lanes(
            int count,
            Lifecycle lifecycle,
            SessionStore store,
            Journal journal,
            InstantSource clock) {
        this.lanes = IntStream.range(0, count).mapToObj(Lane::new).toList();
        this.lifecycle = lifecycle;
        this.store = store;
        this.journal = journal;
        this.clock = clock;
    }

    /** Until then, what is passed waits. */
    public void open(Hands hands, Herald herald, Alarm alarm) {
        var company = new Acceptance.Company(hands, herald, alarm);
        var acceptance = new Acceptance(lifecycle, store, company, journal, clock);
        lanes.forEach(lane -> lane.start(acceptance));
    }

    @Override
    public CompletableFuture<Void> pass(SessionId session, Signal signal) {
        return lane(session).add(new Arrival(session, signal, new CompletableFuture<>()));
    }

    @Override
    public void insist(SessionId session, Signal signal) {
        lane(session).addUntilTaken(new Arrival(session, signal, new CompletableFuture<>()));
    }

    @Override
    public void remind(SessionId session, Signal signal) {
        lane(session).addUnheard(new Arrival(session, signal, new CompletableFuture<>()));
    }

    private Lane lane(SessionId session) {
        return lanes.get(Bucket.of(session) % lanes.size());
    }

    /** What is in the lanes is still taken in, if the store lets it. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
