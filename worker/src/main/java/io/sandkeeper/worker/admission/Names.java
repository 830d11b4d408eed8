package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which lane something takes. Made once for each region: every accept asks. */
final class Names {
    private final String provider;
    private final ConcurrentMap<Optional<String>, Map<LaneId.Operation, LaneId>> byRegion =
            new ConcurrentHashMap<>();

    Names(String provider) {
        this.provider = provider;
    }

    /** None for what is done inside a sandbox alone: no control plane is asked for it. */
    Optional<LaneId> of(Session session, Operation.Kind kind) {
        return operation(kind).map(operation -> of(session.profile().region(), operation));
    }

    LaneId of(Optional<String> region, LaneId.Operation operation) {
        return Objects.requireNonNull(byRegion.computeIfAbsent(region, this::lanes).get(operation));
    }

    /** Where those are written down who come back to the region: with its wakes. */
    LaneId seats(Optional<String> region) {
        return of(region, LaneId.Operation.RESUME);
    }

    /** Making a lost sandbox anew is the same call as making the first one. */
    private static Optional<LaneId.Operation> operation(Operation.Kind kind) {
        return switch (kind) {
            case CREATE -> Optional.of(LaneId.Operation.CREATE);
            case PAUSE -> Optional.of(LaneId.Operation.PAUSE);
            case RESUME -> Optional.of(LaneId.Operation.RESUME);
            case EXTEND -> Optional.of(LaneId.Operation.EXTEND);
            case ARCHIVE, VERIFY -> Optional.empty();
        };
    }

    private Map<LaneId.Operation, LaneId> lanes(Optional<String> region) {
        var lanes = new EnumMap<LaneId.Operation, LaneId>(LaneId.Operation.class);
        for (var operation : LaneId.Operation.values()) {
            lanes.put(operation, new LaneId(provider, region, operation));
        }
        return lanes;
    }
}
