package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Decision;
import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.Signal;

import java.util.Optional;

/** Hears of every decision: one log line and one count each. */
@FunctionalInterface
public interface Journal {
    void decided(Optional<Session> before, Signal signal, Decision decision);
}
