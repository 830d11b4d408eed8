package io.sandkeeper.worker.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells which workers are lost: those whose beat did not move for the lease time, on the observer's
 * own monotonic clock. No clock of another machine is compared.
 */
final class Pulse {
    private record Seen(long beat, long sinceNanos) {}

    private final Duration leaseTime;
    private final Map<String, Seen> seen = new HashMap<>();

    Pulse(Duration leaseTime) {
        this.leaseTime = leaseTime;
    }

    Set<String> lost(Map<String, Long> beats, long nowNanos) {
        seen.keySet().retainAll(beats.keySet());
        var lost = new HashSet<String>();
        beats.forEach(
                (worker, beat) -> {
                    var before = seen.get(worker);
                    if (before == null || before.beat() != beat) {
                        seen.put(worker, new Seen(beat, nowNanos));
                    } else if (nowNanos - before.sinceNanos() > leaseTime.toNanos()) {
                        lost.add(worker);
                    }
                });
        return lost;
    }
}
