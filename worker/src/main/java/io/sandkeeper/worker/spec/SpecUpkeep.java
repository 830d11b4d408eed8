package io.sandkeeper.worker.spec;

import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.session.SpecId;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Removes specs that nobody needs any more. A spec is written before the session that names it, and
 * saved again when its record is read again: only the time when it was saved last tells that nobody
 * is about to name it.
 */
public interface SpecUpkeep {
    /** Those that were last saved before the given time, in the order of their ids. */
    List<SpecId> savedBefore(Instant time, Optional<SpecId> after, int limit);

    /** Removes those of them that were not saved again since. */
    void forget(Collection<SpecId> ids, Instant savedBefore);

    /** The same for all specs of these sessions. */
    void forgetAllOf(Collection<SessionId> sessions, Instant savedBefore);
}
