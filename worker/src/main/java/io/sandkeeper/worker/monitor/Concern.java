package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.session.Origin;
import io.sandkeeper.worker.session.SandboxId;
import io.sandkeeper.worker.session.SessionId;

import java.util.Collection;
import java.util.Optional;

/**
 * What others say of sandboxes. Everything returns at once, however much is said: nothing of it is
 * more than a reason to look.
 */
public interface Concern {
    /** Somebody wants to know now, and is answered. False when too many want to: again later. */
    boolean ask(SessionId session, Origin origin);

    /**
     * Somebody saw something that may be a sign of trouble.
     *
     * @param generation that it was seen of, when it was said
     * @param sandbox that it was seen of, when it was said
     */
    void doubt(SessionId session, Optional<Long> generation, Optional<SandboxId> sandbox);

    /** Somebody uses these, now. */
    void used(Collection<SessionId> sessions);
}
