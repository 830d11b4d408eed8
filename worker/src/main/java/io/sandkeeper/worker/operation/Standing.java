package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.session.Operation;

/**
 * Whether a lease that this worker took still counts: one that was frozen, and that others took
 * over, lost its leases.
 */
public interface Standing {
    /** The name under which leases are taken now. */
    String worker();

    boolean holds(Operation.Lease lease);
}
