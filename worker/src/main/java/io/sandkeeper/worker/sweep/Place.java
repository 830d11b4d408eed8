package io.sandkeeper.worker.sweep;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.provider.Provider;

import java.util.Optional;

/**
 * One control plane in one region.
 *
 * @param name what lanes call the provider
 * @param region none is the fleet's default
 */
public record Place(String name, Optional<String> region, Provider provider) {
    LaneId lane() {
        return new LaneId(name, region, LaneId.Operation.KILL);
    }

    @Override
    public String toString() {
        return name + '/' + region.orElse("-");
    }
}
