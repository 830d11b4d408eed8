package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * This worker's share of a pace, for those who are in no queue: retries, and sandboxes that sleep,
 * wake or are kept.
 */
final class Pacer {
    private final ConcurrentMap<LaneId, Tokens> buckets = new ConcurrentHashMap<>();

    boolean lets(LaneId lane, double perSecond, Instant now) {
        if (perSecond <= 0) {
            return false;
        }
        var left =
                buckets.compute(
                        lane,
                        (_, before) ->
                                (before == null ? Tokens.one(now) : before.filled(perSecond, now))
                                        .less(1));
        if (left.amount() >= 0) {
            return true;
        }
        buckets.computeIfPresent(lane, (_, bucket) -> bucket.less(-1));
        return false;
    }
}
