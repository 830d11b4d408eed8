package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.fleet.Roster;
import io.sandkeeper.worker.platform.LaneId;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether this worker moves a lane's queue: the first in the roster does, and everybody when nobody
 * has moved it for a while. Only a hint that saves work: two who lead do no harm.
 */
final class Lead {
    private static final Duration STALLED = Duration.ofSeconds(3);

    private record Seen(long version, Instant since) {}

    private final Roster roster;
    private final Supplier<String> self;
    private final Map<LaneId, Seen> seen = new HashMap<>();
    private boolean first;
    private volatile int workers = 1;

    Lead(Roster roster, Supplier<String> self) {
        this.roster = roster;
        this.self = self;
    }

    void look() {
        var names = roster.beats().keySet();
        workers = Math.max(1, names.size());
        first = names.stream().sorted().findFirst().filter(self.get()::equals).isPresent();
    }

    int workers() {
        return workers;
    }

    boolean leads(LaneState lane, Instant now) {
        return first || isStalled(lane, now);
    }

    /** The one who leads writes the lane once a second while anybody waits. */
    private boolean isStalled(LaneState lane, Instant now) {
        if (lane.isDeserted()) {
            seen.remove(lane.id());
            return false;
        }
        var before = seen.get(lane.id());
        if (before == null || before.version() != lane.version()) {
            seen.put(lane.id(), new Seen(lane.version(), now));
            return false;
        }
        return !now.isBefore(before.since().plus(STALLED));
    }
}
