package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Signal;

/** What a due operation is answered that asks to be begun. */
public sealed interface Permit {
    /** A hand is kept for it; it is used by {@link Hands#begin} or given back. */
    record Granted(Operation.Lease lease) implements Permit {}

    /** No hand is free here: it stays due, and another worker may take it up. */
    record NoHand() implements Permit {}

    /** Not now, whoever asks. The session is told so. */
    record NotNow(Signal signal) implements Permit {}
}
