package io.sandkeeper.bench.stage;

import java.util.List;

/**
 * The options of whatever is measured. A worker in production is compiled to the end, and so is
 * what stands beside it; only the local stack, which is to start quickly, goes without.
 */
public final class Jvm {
    public static final List<String> MEASURED =
            List.of("-XX:TieredStopAtLevel=4", "-XX:+UseSerialGC", "-Xmx512m");

    /**
     * Of the broker beside them, as Kafka's own start script has it: what is measured should not
     * wait for its collector.
     */
    static final List<String> BROKER =
            List.of(
                    "-XX:-UseSerialGC",
                    "-XX:+UseG1GC",
                    "-XX:MaxGCPauseMillis=20",
                    "-XX:InitiatingHeapOccupancyPercent=35");

    private Jvm() {}
}
