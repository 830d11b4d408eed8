package io.sandkeeper.worker.sweep;

/**
 * Lets one worker at a time through, so that a fleet does not read the same listing once for each
 * of its workers. A hint only: nothing goes wrong when two are let through.
 */
@FunctionalInterface
public interface Turn {
    /** True when it is due and this worker is the one to do it. */
    boolean take();
}
