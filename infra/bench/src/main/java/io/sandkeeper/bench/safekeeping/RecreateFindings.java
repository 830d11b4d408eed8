package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.safekeeping.Told.Name;
import io.sandkeeper.bench.stage.Verdicts;

import java.util.List;

/** What the recreations say beside their bounds, and the transfer beside its peers. */
record RecreateFindings(Runs.Scale scale, Told told) {
    private static final double READY_MILLIS = 3_000;
    private static final double SHARE = 60;

    List<Measurement> measurements() {
        return List.of(
                ready("lost, from the newest archive", Name.FROM_ARCHIVE),
                ready("on request, from the live sandbox", Name.FROM_LIVE),
                speed("transfer from sandbox to sandbox", Name.TRANSFER),
                speed("tar | SHA-256 | HTTP | tar", Name.PEER),
                speed("tar | tar", Name.TAR),
                Verdicts.atLeast(
                        "as fast as tar | SHA-256 | HTTP | tar", share(Name.PEER), SHARE, ""),
                Measurement.of("as fast as tar | tar", share(Name.TAR), ""),
                Measurement.of(
                        "a look at every byte that arrived",
                        Figure.millis(told.median(Name.VERIFICATION)),
                        ArchiveFindings.spread(told, Name.VERIFICATION)));
    }

    private Measurement ready(String what, Name name) {
        return Verdicts.atMost(
                what + ", until READY, p50",
                Figure.millis(told.median(name)),
                READY_MILLIS,
                ArchiveFindings.spread(told, name));
    }

    private Measurement speed(String what, Name name) {
        return Measurement.of(
                what,
                Figure.mebibytesPerSecond(scale.mebibytes() / (told.median(name) / 1000)),
                ArchiveFindings.spread(told, name));
    }

    /** Of the same bytes: half the time is twice as fast. */
    private Figure share(Name peer) {
        return new Figure(100 * told.median(peer) / told.median(Name.TRANSFER), "%");
    }
}
