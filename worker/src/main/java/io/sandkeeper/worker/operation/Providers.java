package io.sandkeeper.worker.operation;

import io.sandkeeper.worker.provider.Provider;

import java.util.Optional;

/** Which provider serves a region. */
public interface Providers {
    /**
     * @param region none means the fleet's default; an unknown one is empty
     */
    Optional<Provider> of(Optional<String> region);
}
