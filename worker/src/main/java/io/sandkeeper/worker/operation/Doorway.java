package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.Lifespan;
import io.sandkeeper.worker.session.Sandbox;
import io.sandkeeper.worker.session.Session;

/** The way into a sandbox that exists already. */
final class Doorway {
    private final Lifespan lifespan;

    Doorway(Lifespan lifespan) {
        this.lifespan = lifespan;
    }

    /** Only one that is awake, and that may fall asleep at any moment: it is not connected to. */
    static Answer<Daemon> awake(Sandbox sandbox, Provider provider) {
        return provider.way(sandbox.id())
                .then(
                        way ->
                                way.<Answer<Daemon>>map(
                                                made -> new Answer.Done<>(provider.daemon(made)))
                                        .orElseGet(
                                                () ->
                                                        new Answer.Failed<>(
                                                                new Failure.Conflict(
                                                                        "it sleeps already"))));
    }

    /** Wakes it, if it sleeps. */
    Answer<Daemon> woken(Session session, Sandbox sandbox, Provider provider) {
        return provider.connect(sandbox.id(), lifespan.of(session.profile()))
                .then(made -> new Answer.Done<>(provider.daemon(made)));
    }
}
