package io.sandkeeper.bench;

import java.util.Locale;

/** A number that means something. */
public record Figure(double value, String unit) {
    public static Figure millis(double value) {
        return new Figure(value, "ms");
    }

    public static Figure mebibytes(double value) {
        return new Figure(value, "MiB");
    }

    public static Figure mebibytesPerSecond(double value) {
        return new Figure(value, "MiB/s");
    }

    public static Figure perSecond(double value) {
        return new Figure(value, "/s");
    }

    @Override
    public String toString() {
        var number =
                Math.abs(value) >= 100
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : String.format(Locale.ROOT, "%.2f", value);
        return number + " " + unit;
    }
}
