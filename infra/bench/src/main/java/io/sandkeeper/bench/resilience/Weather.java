package io.sandkeeper.bench.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bad day of a cloud: errors and lost answers all the time, three bursts of 429, and an outage.
 *
 * @param publishing how long the requests take to come in
 * @param outage how long nothing answers
 * @param calls the operations that errors and lost answers are drawn for
 */
record Weather(Duration publishing, Duration outage, List<String> calls) {
    /** The calls to the control plane, as the sandbox server names them. */
    static final List<String> CONTROL_PLANE =
            List.of(
                    "create", "list", "get", "kill", "pause", "resume", "connect", "timeout",
                    "refresh");

    static final double ERRORS = 0.20;
    static final double LOST = 0.05;
    private static final Duration BURST = Duration.ofSeconds(3);
    private static final List<Double> BURSTS = List.of(0.10, 0.25, 0.90);
    private static final double OUTAGE_AT = 0.40;

    enum Condition {
        USUAL,
        LIMITED,
        OUTAGE
    }

    Condition at(Duration elapsed) {
        if (within(elapsed, OUTAGE_AT, outage)) {
            return Condition.OUTAGE;
        }
        return BURSTS.stream().anyMatch(at -> within(elapsed, at, BURST))
                ? Condition.LIMITED
                : Condition.USUAL;
    }

    private boolean within(Duration elapsed, double share, Duration time) {
        var begin = Duration.ofMillis((long) (publishing.toMillis() * share));
        return elapsed.compareTo(begin) >= 0 && elapsed.compareTo(begin.plus(time)) < 0;
    }

    /** In the words of the fault switchboard. A seed of its own makes each day the same. */
    Map<String, Object> rules(Condition condition) {
        var rules = new ArrayList<Map<String, Object>>();
        var seed =
                switch (condition) {
                    case USUAL -> {
                        usual(rules);
                        yield 20;
                    }
                    case LIMITED -> {
                        var limited = rule("create", "rate-limited", 1);
                        limited.put("retryAfter", 2);
                        rules.add(limited);
                        usual(rules);
                        yield 21;
                    }
                    case OUTAGE -> {
                        rules.add(rule("*", "dark", 1));
                        yield 22;
                    }
                };
        return Map.of("seed", seed, "rules", rules);
    }

    /** Rules are drawn one after the other: who comes later strikes what is left. */
    private void usual(List<Map<String, Object>> rules) {
        for (var call : calls) {
            rules.add(rule(call, "error-500", ERRORS / 2));
            rules.add(rule(call, "error-503", ERRORS / 2 / (1 - ERRORS / 2)));
            rules.add(rule(call, "drop-after", LOST / (1 - ERRORS)));
        }
    }

    private static Map<String, Object> rule(String operation, String kind, double probability) {
        var rule = new LinkedHashMap<String, Object>();
        rule.put("operation", operation);
        rule.put("kind", kind);
        rule.put("probability", probability);
        return rule;
    }
}
