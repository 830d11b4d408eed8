package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.door.Door;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Lifecycle;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.InMemorySessionStore;
import io.sandkeeper.worker.store.SessionWrite;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Decides at once, in the caller's thread, and remembers what was passed. */
final class SteppedDoor implements Door {
    private final Lifecycle lifecycle;
    private final InMemorySessionStore store;
    private final InstantSource clock;
    private final List<Signal> passed = new ArrayList<>();

    SteppedDoor(Lifecycle lifecycle, InMemorySessionStore store, InstantSource clock) {
        this.lifecycle = lifecycle;
        this.store = store;
        this.clock = clock;
    }

    List<Signal> passed() {
        return List.copyOf(passed);
    }

    @Override
    public CompletableFuture<Void> pass(SessionId id, Signal signal) {
        passed.add(signal);
        try {
            decide(id, signal);
            return CompletableFuture.completedFuture(null);
        } catch (StoreUnavailable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void insist(SessionId id, Signal signal) {
        passed.add(signal);
        decide(id, signal);
    }

    @Override
    public void remind(SessionId id, Signal signal) {
        var _ = pass(id, signal);
    }

    private void decide(SessionId id, Signal signal) {
        var now = clock.instant();
        var before = Optional.ofNullable(store.load(List.of(id)).byId().get(id));
        var decision =
                before.map(session -> lifecycle.decide(session, signal, now))
                        .orElseGet(() -> lifecycle.decideUnknown(id, signal, now));
        switch (decision) {
            case Decision.Step(var next, _) -> write(before.orElse(next), next);
            case Decision.Refuse(var next, _, _) -> write(before.orElse(next), next);
            case Decision.Ignore _ -> {}
        }
    }

    private void write(Session before, Session next) {
        var write = new SessionWrite(before, next, List.of(), List.of(), lifecycle.dueAt(next));
        if (!store.write(List.of(write)).done(next.id())) {
            throw new IllegalStateException("nobody else writes here, and this lost: " + next);
        }
    }
}
