package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.session.Signal;

/** Hears what an operation has to say before its end. */
@FunctionalInterface
interface Meanwhile {
    void hear(Signal.Outcome outcome);

    /** Returns when it is durable: what is done about it comes after that. */
    default void keep(Signal.Outcome outcome) {
        hear(outcome);
    }
}
