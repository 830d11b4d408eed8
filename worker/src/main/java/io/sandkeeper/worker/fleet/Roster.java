package io.sandkeeper.worker.fleet;

import java.util.Map;

/** Where workers beat: one document each, which stands for all of its leases. */
public interface Roster {
    void enter(String worker);

    /**
     * False when the worker is not in the roster any more: others took it for lost, and its leases
     * with it.
     */
    boolean beat(String worker, long count);

    Map<String, Long> beats();

    void strike(String worker);
}
