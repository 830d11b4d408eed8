package io.sandkeeper.bench.drill;

import java.util.LinkedHashMap;
import java.util.Map;

/** One rule of the sandbox server's switchboard, as it is written there. */
record Fault(Map<String, Object> rule) {
    static Fault of(String operation, String kind) {
        return new Fault(Map.of("operation", operation, "kind", kind));
    }

    static Fault slow(String operation, int millis) {
        return of(operation, "latency").with("latencyMs", millis);
    }

    Fault with(String name, Object value) {
        var more = new LinkedHashMap<>(rule);
        more.put(name, value);
        return new Fault(more);
    }

    /** A bounded number of strikes, each call being struck or not by a seeded draw. */
    Fault times(int most, double probability) {
        return with("times", most).with("probability", probability);
    }
}
