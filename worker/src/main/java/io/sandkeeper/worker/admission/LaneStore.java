package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where lanes are kept. Blocking; fails as a session store does. Times are kept to the millisecond.
 */
public interface LaneStore {
    /** All lanes that anything was ever written of: few. */
    List<LaneState> all();

    Optional<LaneState> find(LaneId lane);

    /** Writes all but the tickets, if the stored version is still the one that was read. */
    boolean replace(LaneState next, long readVersion);

    /** Gives out so many tickets; the numbers end with the returned lane's count of tickets. */
    LaneState takeTickets(LaneId lane, int count);

    /** Adds calls to what lanes used in the window that began then. */
    void spend(Instant window, Map<LaneId, Long> calls);

    Map<LaneId, Long> spent(Instant window);

    /** True for exactly one of all who ask for the same lane and window, once calls were spent. */
    boolean warn(Instant window, LaneId lane);

    /** Forgets windows that began before. */
    void forgetSpent(Instant before);

    /** How long windows are remembered. */
    Duration REMEMBERED = Duration.ofHours(1);
}
