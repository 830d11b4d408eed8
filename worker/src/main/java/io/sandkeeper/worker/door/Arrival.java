package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.Signal;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.util.concurrent.CompletableFuture;

/**
 * A signal on its way in.
 *
 * @param before what must be taken in before this one, of the same session
 */
record Arrival(
        SessionId session,
        Signal signal,
        CompletableFuture<Void> before,
        CompletableFuture<Void> durable) {
    static Arrival of(SessionId session, Signal signal) {
        return after(CompletableFuture.completedFuture(null), session, signal);
    }

    static Arrival after(CompletableFuture<Void> before, SessionId session, Signal signal) {
        return new Arrival(session, signal, before, new CompletableFuture<>());
    }

    Arrival again() {
        return of(session, signal);
    }

    /** Whether what was told to come before this comes again, and so must this. */
    boolean failsAsTheOneBefore() {
        if (!before.isCompletedExceptionally()) {
            return false;
        }
        var failure = before.exceptionNow();
        if (comesAgain(failure)) {
            durable.completeExceptionally(failure);
            return true;
        }
        return false;
    }

    /** It may be taken in later, as it is. */
    static boolean comesAgain(Throwable failure) {
        return failure instanceof StoreUnavailable || failure instanceof NoRoom;
    }
}
