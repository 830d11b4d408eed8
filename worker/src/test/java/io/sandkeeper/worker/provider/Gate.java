package io.sandkeeper.worker.provider;

/**
 * Where a test holds an errand up, moves its clock, or lets the caller crash by throwing. No lock
 * is held there.
 */
public interface Gate {
    Gate OPEN = new Gate() {};

    /** Before anything is done. */
    default void before(Errand errand) {}

    /** It is done, or not; the answer is on its way. */
    default void after(Errand errand) {}
}
