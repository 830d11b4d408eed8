package io.sandkeeper.bench.intake;

import java.util.List;

/**
 * One run of one engine.
 *
 * @param finishedMillis when each record was done with, in order: for ours when its sandbox was
 *     durably there and told, for the others when the call had ended
 * @param faults what must be zero
 * @param storeMillis processor time of the store and of the broker meanwhile
 */
record Run(
        Engine engine,
        Performance performance,
        List<Long> finishedMillis,
        Faults faults,
        long storeMillis,
        long brokerMillis) {
    /**
     * @param lost records that led to no call, or to none that was told
     * @param disorder of a session's records or events
     * @param repeated calls that were made again
     * @param lag records that were not committed at the end
     */
    record Faults(int lost, int disorder, int repeated, long lag) {
        boolean none() {
            return lost == 0 && disorder == 0 && repeated == 0 && lag == 0;
        }

        /** In the warm-up some keys come again on purpose. */
        Faults ofOrder() {
            return new Faults(lost, disorder, 0, lag);
        }

        Faults plus(Faults other) {
            return new Faults(
                    lost + other.lost,
                    disorder + other.disorder,
                    repeated + other.repeated,
                    lag + other.lag);
        }
    }

    int records() {
        return finishedMillis.size();
    }

    /** From the first record until so many of a hundred were done with. */
    double perSecond(double percent) {
        return perSecond(finishedMillis, performance.firstMillis(), percent);
    }

    /** The same for the ends of the bare calls. */
    double callsPerSecond(double percent) {
        return perSecond(performance.calls().endedMillis(), performance.firstMillis(), percent);
    }

    static double perSecond(List<Long> millis, long first, double percent) {
        if (millis.isEmpty()) {
            return 0;
        }
        int count = (int) Math.ceil(percent / 100 * millis.size());
        long last = millis.stream().sorted().skip(count - 1L).findFirst().orElseThrow();
        return count * 1000.0 / Math.max(1, last - first);
    }

    double processorSecondsPerThousand() {
        return performance.processorMillis() / (double) Math.max(1, records());
    }

    double storeSecondsPerThousand() {
        return storeMillis / (double) Math.max(1, records());
    }
}
