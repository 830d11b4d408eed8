package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.safekeeping.Told.Name;
import io.sandkeeper.bench.stage.Verdicts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the copies and the pauses say together. */
record ArchiveFindings(Runs.Scale scale, Told told) {
    private static final double UNCHANGED_MILLIS = 1_000;
    private static final double DELAY_MILLIS = 300;

    List<Measurement> measurements() {
        var all = new ArrayList<Measurement>();
        copies(all);
        pauses(all);
        return all;
    }

    private void copies(List<Measurement> all) {
        var first = told.median(Name.FIRST);
        all.add(time("first archive", Name.FIRST));
        all.add(
                Measurement.of(
                        "first archive",
                        Figure.mebibytesPerSecond(scale.mebibytes() / (first / 1000)),
                        ""));
        all.add(
                Verdicts.atMost(
                        "archive of the same again",
                        Figure.millis(told.median(Name.UNCHANGED)),
                        UNCHANGED_MILLIS,
                        spread(Name.UNCHANGED)));
        all.add(
                Verdicts.atMost(
                        "its content that travelled, most",
                        new Figure(told.most(Name.UNCHANGED_BYTES), "bytes"),
                        0,
                        ""));
        all.add(time("archive after %d changed files".formatted(Copies.CHANGED), Name.CHANGED));
        all.add(
                Measurement.of(
                        "its content that travelled",
                        Figure.mebibytes(told.median(Name.CHANGED_BYTES) / (1 << 20)),
                        ""));
    }

    private void pauses(List<Measurement> all) {
        var alone = told.median(Name.SERVED_ALONE);
        var beside = told.median(Name.SERVED_BESIDE);
        all.add(time("comparison after a wake", Name.COMPARISON));
        all.add(time("resume to the first command, no comparison", Name.SERVED_ALONE));
        all.add(time("resume to the first command, beside it", Name.SERVED_BESIDE));
        all.add(
                Verdicts.atMost(
                        "served later because of it",
                        Figure.millis(beside - alone),
                        DELAY_MILLIS,
                        ""));
        all.add(time("a command after a wake, no comparison", Name.COMMAND_ALONE));
        if (told.all(Name.COMMAND_BESIDE).length > 0) {
            all.add(time("a command after a wake, beside it", Name.COMMAND_BESIDE));
        }
    }

    private Measurement time(String what, Name name) {
        return Measurement.of(what, Figure.millis(told.median(name)), spread(name));
    }

    private String spread(Name name) {
        return spread(told, name);
    }

    static String spread(Told told, Name name) {
        var all = told.all(name);
        return "median of %d, from %s to %s"
                .formatted(
                        all.length,
                        Figure.millis(Arrays.stream(all).min().orElseThrow()),
                        Figure.millis(told.most(name)));
    }
}
