package io.sandkeeper.bench.activity;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.stage.Verdicts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What the passes over one crowd come to. */
record ActivityFindings(int sessions, Map<Way, List<Pass>> passes) {
    private static final double AT_LEAST_OF_DECODING = 0.5;

    /** A session is written so often in a second at most, whatever happens in it. */
    private static final double WRITES = 10;

    /** The bounds are about the usual crowd; a larger one is published. */
    enum Kind {
        BOUND,
        PUBLISHED
    }

    List<Measurement> measurements(Kind kind) {
        var crowd = "%,d sessions, ".formatted(sessions);
        var found = new ArrayList<Measurement>();
        for (var way : Way.values()) {
            found.add(
                    Measurement.of(
                            crowd + way.title(),
                            new Figure(median(way, Pass::perSecond), "events/s"),
                            each(way)));
        }
        double ratio = median(Way.FOLD, Pass::perSecond) / median(Way.DECODE, Pass::perSecond);
        var share = new Figure(ratio, "x");
        var writes = new Figure(median(Way.FOLD, this::writesPerSessionSecond), "/s");
        found.add(
                switch (kind) {
                    case BOUND ->
                            Verdicts.atLeast(
                                    crowd + "ours / decoding", share, AT_LEAST_OF_DECODING, "");
                    case PUBLISHED -> Measurement.of(crowd + "ours / decoding", share, "published");
                });
        found.add(
                switch (kind) {
                    case BOUND ->
                            Verdicts.atMost(
                                    crowd + "writes of one session", writes, WRITES, totals());
                    case PUBLISHED ->
                            Measurement.of(crowd + "writes of one session", writes, totals());
                });
        found.add(
                Measurement.of(
                        crowd + "CPU of the worker per 1,000 events",
                        Figure.millis(median(Way.FOLD, ActivityFindings::processorPerThousand)),
                        "the loop that decodes: %.2f ms"
                                .formatted(
                                        median(
                                                Way.DECODE,
                                                ActivityFindings::processorPerThousand))));
        return found;
    }

    double writesPerSessionSecond(Pass pass) {
        return pass.writes() / (double) sessions / pass.seconds();
    }

    private static double processorPerThousand(Pass pass) {
        return pass.processorMillis() * 1000.0 / pass.records();
    }

    private String totals() {
        return "%,.0f writes in %,.0f commands for %,d events"
                .formatted(
                        median(Way.FOLD, Pass::writes),
                        median(Way.FOLD, Pass::commands),
                        of(Way.FOLD).getFirst().records());
    }

    private String each(Way way) {
        return of(way).stream()
                .map(pass -> "%,.0f".formatted(pass.perSecond()))
                .collect(Collectors.joining("; "));
    }

    private double median(Way way, ToDoubleFunction<Pass> figure) {
        return Verdicts.median(of(way).stream().mapToDouble(figure).toArray());
    }

    private List<Pass> of(Way way) {
        return passes.getOrDefault(way, List.of());
    }
}
