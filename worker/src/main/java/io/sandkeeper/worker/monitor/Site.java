package io.sandkeeper.worker.monitor;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.provider.Probes;

import java.util.Optional;

/**
 * One control plane in one region, and how its sandboxes are probed.
 *
 * @param name what lanes call the provider
 * @param region none is the fleet's default
 */
public record Site(String name, Optional<String> region, Probes probes) {
    LaneId lane() {
        return new LaneId(name, region, LaneId.Operation.ANY);
    }

    @Override
    public String toString() {
        return name + '/' + region.orElse("-");
    }
}
