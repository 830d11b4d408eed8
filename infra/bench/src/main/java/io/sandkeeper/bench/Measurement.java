package io.sandkeeper.bench;

import java.util.Optional;

/**
 * What was measured, and beside it what the machine can do at best.
 *
 * @param note how often, how large; or why it was not measured
 */
public record Measurement(
        String what, Optional<Figure> figure, Optional<Yardstick> beside, String note) {
    /** What the bare machine needs for the part that nobody can spare it. */
    public record Yardstick(String what, Figure figure) {}

    public static Measurement of(String what, Figure figure, String note) {
        return new Measurement(what, Optional.of(figure), Optional.empty(), note);
    }

    public static Measurement skipped(String what, String why) {
        return new Measurement(what, Optional.empty(), Optional.empty(), "skipped: " + why);
    }

    public Measurement beside(String yardstick, Figure best) {
        return new Measurement(what, figure, Optional.of(new Yardstick(yardstick, best)), note);
    }
}
