package io.sandkeeper.worker.admission;

import static java.util.stream.Collectors.toSet;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.session.Operation;
import io.sandkeeper.worker.session.Session;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which lane something takes. Only regions that a provider is configured for have lanes: a request
 * may name any, and nothing here may grow with what requests say.
 */
final class Names {
    private final Map<Optional<String>, Map<LaneId.Operation, LaneId>> byRegion;
    private final Set<LaneId> all;

    Names(Limits.Served served) {
        var lanes = new HashMap<Optional<String>, Map<LaneId.Operation, LaneId>>();
        lanes.put(Optional.empty(), lanes(served.provider(), Optional.empty()));
        for (var name : served.regions()) {
            var region = Optional.of(name);
            lanes.put(region, lanes(served.provider(), region));
        }
        this.byRegion = Map.copyOf(lanes);
        this.all = lanes.values().stream().flatMap(one -> one.values().stream()).collect(toSet());
    }

    /**
     * None for what is done inside a sandbox alone: no control plane is asked for it. None in a
     * region that nobody serves either: there it fails at once.
     */
    Optional<LaneId> of(Session session, Operation.Kind kind) {
        return operation(kind).flatMap(operation -> of(session.profile().region(), operation));
    }

    Optional<LaneId> of(Optional<String> region, LaneId.Operation operation) {
        return Optional.ofNullable(byRegion.get(region)).map(lanes -> lanes.get(operation));
    }

    /** Where those are written down who come back to the region: with its wakes. */
    Optional<LaneId> seats(Optional<String> region) {
        return of(region, LaneId.Operation.RESUME);
    }

    boolean knows(LaneId lane) {
        return all.contains(lane);
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

    private static Map<LaneId.Operation, LaneId> lanes(String provider, Optional<String> region) {
        var lanes = new EnumMap<LaneId.Operation, LaneId>(LaneId.Operation.class);
        for (var operation : LaneId.Operation.values()) {
            lanes.put(operation, new LaneId(provider, region, operation));
        }
        return lanes;
    }
}
