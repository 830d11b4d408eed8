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

    public Lanes(
            int count,
            Lifecycle lifecycle,
            SessionStore store,
            Hands hands,
            Herald herald,
            Alarm alarm,
            Journal journal,
            InstantSource clock) {
        var company = new Acceptance.Company(hands, herald, alarm);
        var acceptance = new Acceptance(lifecycle, store, company, journal, clock);
        this.lanes = IntStream.range(0, count).mapToObj(n -> new Lane(n, acceptance)).toList();
    }

    public void start() {
        lanes.forEach(Lane::start);
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
