package io.sandkeeper.bench.stage;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Measurement;

import java.util.Arrays;

/** A figure beside its bound, and whether it keeps it. */
public final class Verdicts {
    private Verdicts() {}

    public static Measurement atMost(String what, Figure figure, double bound, String note) {
        return beside(what, figure, figure.value() <= bound, "bound, at most", bound, note);
    }

    public static Measurement atLeast(String what, Figure figure, double bound, String note) {
        return beside(what, figure, figure.value() >= bound, "bound, at least", bound, note);
    }

    private static Measurement beside(
            String what, Figure figure, boolean met, String words, double bound, String note) {
        var verdict = met ? "met" : "MISSED";
        return Measurement.of(what, figure, note.isEmpty() ? verdict : verdict + "; " + note)
                .beside(words, new Figure(bound, figure.unit()));
    }

    public static double median(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("the median of nothing");
        }
        var sorted = Arrays.stream(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
