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

    LaneId of(Session session, Operation.Kind kind) {
        return of(session.profile().region(), operation(kind));
    }

    LaneId of(Optional<String> region, LaneId.Operation operation) {
        return Objects.requireNonNull(byRegion.computeIfAbsent(region, this::lanes).get(operation));
    }

    /** Where those are written down who come back to the region: with its wakes. */
    LaneId seats(Optional<String> region) {
        return of(region, LaneId.Operation.RESUME);
    }

    /** Making a lost sandbox anew is the same call as making the first one. */
    private static LaneId.Operation operation(Operation.Kind kind) {
        return switch (kind) {
            case CREATE -> LaneId.Operation.CREATE;
            case PAUSE -> LaneId.Operation.PAUSE;
            case RESUME -> LaneId.Operation.RESUME;
            case EXTEND -> LaneId.Operation.EXTEND;
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
