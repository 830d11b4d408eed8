package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;

import java.util.concurrent.CompletableFuture;

/** Consumers, timers, operations, the reconciler and HTTP commands all enter here. */
public interface Door {
    /**
     * Passes a signal to a session. Signals of one session are decided in the order in which they
     * were passed.
     *
     * @return completes when what was decided is durable; fails with {@link
     *     io.sandkeeper.worker.store.StoreUnavailable} when it is not, and then nothing was decided
     */
    CompletableFuture<Void> pass(SessionId session, Signal signal);

    /**
     * The same for a signal that nobody will send again: it is passed until the store takes it, or
     * this worker ends and another one looks what became of the operation.
     */
    void insist(SessionId session, Signal signal);

    /** The same for what comes again by itself: a timer, a second look. Nobody waits for it. */
    void remind(SessionId session, Signal signal);
}
