package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;

import java.util.Optional;

/** Who does what was decided, once it is durable. */
public interface Hands {
    /**
     * A free hand for a due operation, if there is one; it is used by {@link #begin} or given back.
     */
    Optional<Operation.Lease> reserve(Session session);

    void giveBack(Session session);

    /** The session's operation carries a lease that {@link #reserve} gave: start it. */
    void begin(Session session);

    /** Sandboxes of the session are condemned and due. */
    void destroyCondemned(Session session);
}
