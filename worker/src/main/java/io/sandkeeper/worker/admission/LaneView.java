package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A lane, for people and gauges.
 *
 * @param waiting how many wait
 * @param oldest how long the one at the head has waited
 * @param used calls of the current window, of all workers
 * @param budget how many are allowed in a window
 */
public record LaneView(
        LaneId lane,
        Gate gate,
        long waiting,
        Duration oldest,
        double perMinute,
        Instant window,
        long used,
        Optional<Long> budget) {}
