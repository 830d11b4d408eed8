package io.sandkeeper.worker.door;

import io.sandkeeper.worker.session.Session;
import io.sandkeeper.worker.session.SessionId;

import java.util.List;
import java.util.Map;

/** Who does what was decided, once it is durable. */
public interface Hands {
    /** What these sessions' due operations are answered: one answer for each. */
    Map<SessionId, Permit> reserve(List<Session> due);

    /**
     * A hand for an operation that carries a lease of this worker already and was not begun: it was
     * let in before.
     */
    boolean takeUpAgain(Session session);

    void giveBack(Session session);

    /** The session's operation carries a lease that {@link #reserve} gave: start it. */
    void begin(Session session);

    /** Sandboxes of the session are condemned and due. */
    void destroyCondemned(Session session);
}
