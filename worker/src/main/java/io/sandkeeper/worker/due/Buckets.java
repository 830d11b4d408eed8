package io.sandkeeper.worker.due;

import java.util.Set;

/**
 * The buckets whose sessions this worker looks after first. A hint for speed: the compare-and-set
 * keeps it safe.
 */
@FunctionalInterface
public interface Buckets {
    Set<Integer> owned();
}
