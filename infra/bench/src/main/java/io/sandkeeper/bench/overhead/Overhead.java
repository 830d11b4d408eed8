package io.sandkeeper.bench.overhead;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.Samples;

import java.util.ArrayList;
import java.util.List;

/** The worker's times without the provider's, beside the echo's. */
final class Overhead {
    private static final double BOUND_P50 = 10;
    private static final double BOUND_P99 = 30;

    private final Samples echo = new Samples();
    private final Samples ours = new Samples();
    private final double providerMillis;

    Overhead(double providerMillis) {
        this.providerMillis = providerMillis;
    }

    void add(Samples echoes, Samples readies) {
        echo.addAll(echoes);
        ours.addAll(readies);
    }

    List<Measurement> measurements() {
        var found = new ArrayList<Measurement>();
        found.addAll(at("p50", 50, BOUND_P50));
        found.addAll(at("p99", 99, BOUND_P99));
        return found;
    }

    private List<Measurement> at(String name, double percent, double bound) {
        double echoed = echo.millis(percent).value();
        double added = ours.millis(percent).value() - providerMillis;
        double difference = added - echoed;
        return List.of(
                Measurement.of("echo, " + name, Figure.millis(echoed), "n = " + echo.count()),
                Measurement.of(
                        "ours without the provider's time, " + name,
                        Figure.millis(added),
                        "n = " + ours.count()),
                Measurement.of(
                                "ours above the echo, " + name,
                                Figure.millis(difference),
                                difference <= bound ? "met" : "MISSED")
                        .beside("bound, at most", Figure.millis(bound)));
    }
}
