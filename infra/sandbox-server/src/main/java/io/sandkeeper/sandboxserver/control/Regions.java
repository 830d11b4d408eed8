package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.Sandbox;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;

import java.util.List;
import java.util.Optional;

/** Shows each region its own sandboxes only, as if it were a control plane of its own. */
final class Regions {
    private final Sandboxes sandboxes;

    Regions(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    Optional<Sandbox> find(Call call) {
        return sandboxes
                .find(call.sandboxId())
                .filter(sandbox -> sandbox.profile().region().equals(call.region()));
    }

    List<Sandbox> all(Call call) {
        return sandboxes.all().stream()
                .filter(sandbox -> sandbox.profile().region().equals(call.region()))
                .toList();
    }
}
