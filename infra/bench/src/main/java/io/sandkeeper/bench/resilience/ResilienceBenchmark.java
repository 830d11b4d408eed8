package io.sandkeeper.bench.resilience;

import io.sandkeeper.bench.Benchmark;
import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Host;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.Options;
import io.sandkeeper.bench.Report;
import io.sandkeeper.bench.Samples;
import io.sandkeeper.bench.stage.Ground;
import io.sandkeeper.bench.stage.Load;
import io.sandkeeper.bench.stage.Quiet;
import io.sandkeeper.bench.stage.Verdicts;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The same bad day twice: what users see of it without resilience, and with it. */
public final class ResilienceBenchmark implements Benchmark {
    private static final int PARTITIONS = 8;
    private static final double REDUCTION = 95;

    @Override
    public String name() {
        return "resilience";
    }

    @Override
    public String summary() {
        return "failures that users see on a bad day, with and without resilience; --quick,"
                + " --requests N, --rate N, --patience SECONDS, --everywhere, --set key=value,…";
    }

    @Override
    public Report run(Options options) throws Exception {
        Quiet.here();
        boolean quick = options.has("quick");
        int requests = options.number("requests", quick ? 200 : 2_000);
        int perSecond = options.number("rate", 20);
        var outage = Duration.ofSeconds(quick ? 5 : 30);
        var calls = options.has("everywhere") ? List.of("*") : Weather.CONTROL_PLANE;
        var settings =
                options.text("set").stream()
                        .flatMap(text -> Arrays.stream(text.split(",", -1)))
                        .map(one -> "--" + one)
                        .toList();
        var weather = new Weather(Duration.ofSeconds(requests / perSecond), outage, calls);
        var patience = Duration.ofSeconds(options.number("patience", 240));
        var scale = new Day.Scale(requests, perSecond, patience, settings);
        var load = Load.average();
        try (var ground = Ground.lay(PARTITIONS)) {
            var day = new Day(ground, weather, scale);
            var off = day.live(Mode.OFF);
            System.err.printf("%s: %s%n", Mode.OFF.title(), brief(off));
            var on = day.live(Mode.ON);
            System.err.printf("%s: %s%n", Mode.ON.title(), brief(on));
            var title =
                    "Resilience: %,d requests at %d/s, %.0f %% errors and %.0f %% lost answers of %s, 3 bursts of 429, %d s outage; %s before, %s after"
                            .formatted(
                                    requests,
                                    perSecond,
                                    100 * Weather.ERRORS,
                                    100 * Weather.LOST,
                                    options.has("everywhere") ? "all calls" : "the control plane",
                                    outage.toSeconds(),
                                    load,
                                    Load.average());
            return new Report(title, Host.here(), findings(off, on));
        }
    }

    private static String brief(Outcome it) {
        return "%d failed, %d not ready, %d strays"
                .formatted(it.failed(), it.unready(), it.strays());
    }

    static List<Measurement> findings(Outcome off, Outcome on) {
        return List.of(
                failures(Mode.OFF, off),
                failures(Mode.ON, on),
                Verdicts.atLeast(
                        "fewer failures that users see",
                        new Figure(off.reduction(on), "%"),
                        REDUCTION,
                        ""),
                waits(Mode.OFF, off),
                waits(Mode.ON, on),
                Measurement.of(
                        Mode.OFF.title() + ", stray sandboxes", new Figure(off.strays(), ""), ""),
                Verdicts.atMost(
                        Mode.ON.title() + ", stray sandboxes", new Figure(on.strays(), ""), 0, ""));
    }

    private static Measurement failures(Mode mode, Outcome it) {
        return Measurement.of(
                mode.title() + ", failures",
                new Figure(it.failures(), ""),
                "%d failed and %d not ready of %,d"
                        .formatted(it.failed(), it.unready(), it.requests()));
    }

    private static Measurement waits(Mode mode, Outcome it) {
        var what = mode.title() + ", until ready, p50";
        if (it.waits().isEmpty()) {
            return Measurement.skipped(what, "none was ready");
        }
        var samples = new Samples();
        it.waits().forEach(samples::add);
        return Measurement.of(
                what,
                samples.millis(50),
                "p99 %s, longest %s".formatted(samples.millis(99), samples.millis(100)));
    }
}
