package io.sandkeeper.worker.sweep;

import static java.util.stream.Collectors.toMap;

import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.session.SandboxId;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All sandboxes of this fleet at one place, from a listing that was read to its end.
 *
 * @param begunAt what changed later may or may not be in it
 */
record Listing(Place place, Instant begunAt, Map<SandboxId, Provider.Seen> seen) {
    static Listing of(Place place, Instant begunAt, List<Provider.Seen> all) {
        return new Listing(
                place,
                begunAt,
                all.stream()
                        .collect(
                                toMap(
                                        Provider.Seen::sandbox,
                                        Function.identity(),
                                        (_, newer) -> newer)));
    }
}
