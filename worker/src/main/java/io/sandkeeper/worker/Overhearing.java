package io.sandkeeper.worker;

import io.sandkeeper.worker.door.Journal;
import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A journal that somebody listens to who needs not know everything, but soon: what a session became
 * by this worker's own decisions.
 */
final class Overhearing implements Journal {
    private final Journal journal;
    private volatile Consumer<Session> listener = _ -> {};

    Overhearing(Journal journal) {
        this.journal = journal;
    }

    void by(Consumer<Session> somebody) {
        listener = somebody;
    }

    @Override
    public void decided(Optional<Session> before, Signal signal, Decision decision) {
        journal.decided(before, signal, decision);
        if (decision instanceof Decision.Step(var next, _)) {
            listener.accept(next);
        }
    }
}
