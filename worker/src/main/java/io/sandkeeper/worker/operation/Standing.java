package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.session.Operation;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a lease that this worker took still counts: one that was frozen, and that others took
 * over, lost its leases.
 */
public interface Standing {
    /** The name under which leases are taken now. */
    String worker();

    /** A lease on what is taken up now; none while others may be about to take this one's place. */
    default Optional<Operation.Lease> lease(Instant now) {
        return Optional.of(new Operation.Lease(worker(), now)).filter(this::holds);
    }

    boolean holds(Operation.Lease lease);
}
