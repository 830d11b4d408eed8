package io.sandkeeper.bench.stage;

import java.time.Duration;
import java.util.Locale;

/**
 * How long the provider takes for the call of a given number.
 *
 * @param slowEvery each so manieth call is slow; 0 means none is
 */
public record CallTime(Duration usual, int slowEvery, Duration slow) {
    public static CallTime always(Duration usual) {
        return new CallTime(usual, 0, usual);
    }

    public Duration of(int number) {
        return slowEvery > 0 && number % slowEvery == slowEvery / 2 ? slow : usual;
    }

    public String text() {
        return String.format(Locale.ROOT, "%d/%d/%d", usual.toMillis(), slowEvery, slow.toMillis());
    }

    public static CallTime parse(String text) {
        var parts = text.split("/", -1);
        return new CallTime(
                Duration.ofMillis(Long.parseLong(parts[0])),
                Integer.parseInt(parts[1]),
                Duration.ofMillis(Long.parseLong(parts[2])));
    }
}
