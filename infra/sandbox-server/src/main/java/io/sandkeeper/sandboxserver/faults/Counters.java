package io.sandkeeper.sandboxserver.faults;

import java.util.Map;
import java.util.TreeMap;

/** How often each operation was called, and how often it met a fault. */
final class Counters {
    /** The counts of one operation in one region. */
    record Count(int calls, int faults) {
        Count plus(int call, int fault) {
            return new Count(calls + call, faults + fault);
        }
    }

    private static final Count NONE = new Count(0, 0);

    private final Map<String, Map<String, Count>> byRegion = new TreeMap<>();

    synchronized void called(String region, String operation) {
        add(region, operation, 1, 0);
    }

    synchronized void faulted(String region, String operation) {
        add(region, operation, 0, 1);
    }

    private void add(String region, String operation, int call, int fault) {
        byRegion.computeIfAbsent(region, _ -> new TreeMap<>())
                .merge(operation, NONE.plus(call, fault), (before, _) -> before.plus(call, fault));
    }

    synchronized Map<String, Map<String, Count>> all() {
        var copy = new TreeMap<String, Map<String, Count>>();
        byRegion.forEach((region, counts) -> copy.put(region, new TreeMap<>(counts)));
        return copy;
    }

    synchronized void reset() {
        byRegion.clear();
    }
}
