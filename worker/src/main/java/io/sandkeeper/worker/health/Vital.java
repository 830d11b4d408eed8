package io.sandkeeper.worker.health;

import java.util.Optional;

/** Something without which a worker is not well. */
@FunctionalInterface
public interface Vital {
    /** What is wrong with it, in a few words without a secret; empty when it is well. */
    Optional<String> complaint();
}
