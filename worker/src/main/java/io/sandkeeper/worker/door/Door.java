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
     *     io.sandkeeper.worker.store.StoreUnavailable} when it is not, and then nothing was
     *     decided; with {@link NoRoom} likewise, for this session alone
     */
    CompletableFuture<Void> pass(SessionId session, Signal signal);

    /**
     * The same for a signal that must not be taken in unless the one before it was, of the same
     * session: that one comes again when the store or the room is back, and would count as old.
     *
     * @param before what passing that one returned. When it fails so that it comes again, this
     *     fails alike and is not decided
     */
    default CompletableFuture<Void> passAfter(
            CompletableFuture<Void> before, SessionId session, Signal signal) {
        return before.exceptionallyCompose(
                        _ ->
                                Arrival.comesAgain(before.exceptionNow())
                                        ? before
                                        : CompletableFuture.completedFuture(null))
                .thenCompose(_ -> pass(session, signal));
    }

    /**
     * The same for a signal that nobody will send again: it is passed until the store takes it, or
     * this worker ends and another one looks what became of the operation.
     */
    void insist(SessionId session, Signal signal);

    /** The same for what comes again by itself: a timer, a second look. Nobody waits for it. */
    void remind(SessionId session, Signal signal);
}
