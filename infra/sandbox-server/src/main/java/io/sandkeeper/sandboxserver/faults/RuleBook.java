package io.sandkeeper.sandboxserver.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The rules in force. Each draws from a sequence of its own, made of the seed and its place in the
 * list: the n-th call that concerns a rule has the same fate in each run, whatever other rules
 * there are.
 */
final class RuleBook {
    private final long seed;
    private final List<Entry> entries = new ArrayList<>();

    private static final class Entry {
        private final Rule rule;
        private final Random random;
        private int calls;
        private int hits;

        private Entry(Rule rule, Random random) {
            this.rule = rule;
            this.random = random;
        }

        private boolean strikes() {
            calls++;
            boolean drawn = random.nextDouble() < rule.probability();
            if (!drawn || hits >= rule.times()) {
                return false;
            }
            hits++;
            return true;
        }
    }

    /** A rule and how often it was asked and struck. */
    record Tally(Rule rule, int calls, int hits) {}

    /**
     * What a call has to go through: all latencies that strike, and the first other fault.
     *
     * @param draw a number for whatever else about the fault is random
     */
    record Fate(Duration latency, Optional<Rule> fault, long draw) {}

    RuleBook(long seed, List<Rule> rules) {
        this.seed = seed;
        for (int i = 0; i < rules.size(); i++) {
            entries.add(new Entry(rules.get(i), new Random(seed * 31 + i)));
        }
    }

    synchronized Fate fate(String operation, String region) {
        Duration latency = Duration.ZERO;
        Optional<Rule> fault = Optional.empty();
        long draw = 0;
        for (Entry entry : entries) {
            if (entry.rule.concerns(operation, region) && entry.strikes()) {
                latency = latency.plus(entry.rule.latency());
                if (fault.isEmpty() && entry.rule.kind() != Kind.LATENCY) {
                    fault = Optional.of(entry.rule);
                    draw = entry.random.nextLong();
                }
            }
        }
        return new Fate(latency, fault, draw);
    }

    long seed() {
        return seed;
    }

    synchronized List<Tally> tallies() {
        return entries.stream().map(e -> new Tally(e.rule, e.calls, e.hits)).toList();
    }
}
