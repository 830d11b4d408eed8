package io.sandkeeper.bench.intake;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Measurement;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What the runs come to, each figure with its bound. */
final class Findings {
    private static final double WHOLE = 100;
    private static final double MOST = 98;

    private Findings() {}

    static List<Measurement> even(List<Run> runs) {
        var found = new ArrayList<Measurement>();
        var byEngine = byEngine(runs);
        byEngine.forEach((engine, its) -> found.addAll(about(engine.title(), its, WHOLE)));
        var ratios = new Ratios(byEngine, WHOLE);
        found.addAll(ratios.atLeast(Engine.LISTENER, 30));
        found.addAll(ratios.atLeast(Engine.PARALLEL, 0.5));
        found.addAll(ratios.atLeast(Engine.PARALLEL_WRITING, 1));
        return found;
    }

    static List<Measurement> tail(List<Run> runs) {
        var found = new ArrayList<Measurement>();
        var byEngine = byEngine(runs);
        byEngine.forEach(
                (engine, its) -> found.addAll(about("slow tail, " + engine.title(), its, MOST)));
        found.addAll(new Ratios(byEngine, MOST).atLeast(Engine.PARALLEL_WRITING, 1.5));
        return found;
    }

    private static Map<Engine, List<Run>> byEngine(List<Run> runs) {
        return runs.stream()
                .collect(
                        Collectors.groupingBy(
                                Run::engine,
                                () -> new EnumMap<>(Engine.class),
                                Collectors.toList()));
    }

    private static List<Measurement> about(String title, List<Run> runs, double percent) {
        var faults = runs.stream().map(Run::faults).reduce(Run.Faults::plus).orElseThrow();
        return List.of(
                Measurement.of(
                        title,
                        Figure.perSecond(median(runs, run -> run.perSecond(percent))),
                        each(runs, run -> run.perSecond(percent))),
                Measurement.of(
                        "  its calls alone",
                        Figure.perSecond(median(runs, run -> run.callsPerSecond(percent))),
                        "without what comes after them; at most %d at once"
                                .formatted(
                                        runs.stream()
                                                .mapToInt(it -> it.performance().calls().peak())
                                                .max()
                                                .orElse(0))),
                Measurement.of(
                        "  threads, peak",
                        new Figure(median(runs, run -> run.performance().peakThreads()), ""),
                        "platform threads of its process"),
                Measurement.of(
                        "  resident memory",
                        Figure.mebibytes(median(runs, run -> run.performance().residentMiB())),
                        ""),
                Measurement.of(
                        "  CPU per 1,000",
                        new Figure(median(runs, Run::processorSecondsPerThousand), "s"),
                        "and %.2f s in the store"
                                .formatted(median(runs, Run::storeSecondsPerThousand))),
                Measurement.of(
                        "  lost, disordered, repeated, lag",
                        new Figure(
                                faults.lost()
                                        + faults.disorder()
                                        + faults.repeated()
                                        + faults.lag(),
                                ""),
                        faults + (faults.none() ? ": met" : ": MISSED")));
    }

    /** Ours beside the others. */
    private record Ratios(Map<Engine, List<Run>> runs, double percent) {
        List<Measurement> atLeast(Engine other, double bound) {
            var ours = runs.get(Engine.OURS);
            var others = runs.get(other);
            if (ours == null || others == null) {
                return List.of();
            }
            double ratio = rate(ours) / rate(others);
            return List.of(
                    Measurement.of(
                                    "ours / " + other.title(),
                                    new Figure(ratio, "x"),
                                    ratio >= bound ? "met" : "MISSED")
                            .beside("bound, at least", new Figure(bound, "x")));
        }

        private double rate(List<Run> its) {
            return median(its, run -> run.perSecond(percent));
        }
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        return Race.median(runs.stream().mapToDouble(figure).toArray());
    }

    private static String each(List<Run> runs, ToDoubleFunction<Run> figure) {
        return runs.stream()
                .map(run -> String.valueOf(Math.round(figure.applyAsDouble(run))))
                .collect(
                        Collectors.joining(
                                ", ",
                                "%,d records each: ".formatted(runs.getFirst().records()),
                                ""));
    }
}
