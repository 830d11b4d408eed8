package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.SessionStore;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** The real door, whose lanes take a turn when they are told to instead of on threads. */
public final class SteppedDoor implements Door {
    private final Lanes lanes;
    private Optional<Acceptance> acceptance = Optional.empty();
    private int turning;

    public SteppedDoor(
            int count,
            Lifecycle lifecycle,
            SessionStore store,
            Journal journal,
            InstantSource clock,
            Executor later) {
        lanes = new Lanes(count, lifecycle, store, journal, clock, later);
    }

    public void open(Hands hands, Herald herald, Alarm alarm) {
        acceptance = Optional.of(lanes.acceptance(hands, herald, alarm));
    }

    public Setbacks setbacks() {
        return lanes.setbacks();
    }

    /** The lanes in which something waits. */
    public List<Integer> waiting() {
        return IntStream.range(0, lanes.lanes().size())
                .filter(lane -> lanes.lanes().get(lane).hasGathered())
                .boxed()
                .toList();
    }

    /** Nothing waits, and nothing that was taken out is still being decided. */
    public boolean isIdle() {
        return turning == 0 && waiting().isEmpty();
    }

    public void turn(int lane) {
        turning++;
        try {
            lanes.lanes().get(lane).turn(acceptance.orElseThrow());
        } finally {
            turning--;
        }
    }

    @Override
    public CompletableFuture<Void> pass(SessionId session, Signal signal) {
        return lanes.pass(session, signal);
    }

    @Override
    public CompletableFuture<Void> passAfter(
            CompletableFuture<Void> before, SessionId session, Signal signal) {
        return lanes.passAfter(before, session, signal);
    }

    @Override
    public void insist(SessionId session, Signal signal) {
        lanes.insist(session, signal);
    }

    @Override
    public void remind(SessionId session, Signal signal) {
        lanes.remind(session, signal);
    }
}
