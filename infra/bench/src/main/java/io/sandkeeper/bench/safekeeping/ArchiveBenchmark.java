package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.Benchmark;
import io.sandkeeper.bench.Host;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.Options;
import io.sandkeeper.bench.Report;
import io.sandkeeper.bench.stage.Load;
import io.sandkeeper.bench.stage.Quiet;

import java.util.ArrayList;

/** What copies of a project cost: time, traffic, the user's patience, and heap. */
public final class ArchiveBenchmark implements Benchmark {
    private static final int LARGE = 500;

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public String summary() {
        return "copies of a project, the comparison after a pause, and their heap; --quick,"
                + " --files N, --mebibytes N, --rounds N, --vault gridfs|folder,"
                + " --data FOLDER, --large MEBIBYTES, --only time|heap";
    }

    @Override
    public Report run(Options options) throws Exception {
        Quiet.here();
        var scale = Runs.Scale.of(options);
        var only = options.text("only").orElse("");
        var load = Load.average();
        var measurements = new ArrayList<Measurement>();
        try (var runs = Runs.open(options)) {
            if (!only.equals("heap")) {
                measurements.addAll(
                        new ArchiveFindings(scale, runs.archives(scale)).measurements());
            }
            if (!only.equals("time")) {
                measurements.add(Heap.least(runs, scale).measurement());
                var large = options.number("large", options.has("quick") ? 0 : LARGE);
                if (large > 0) {
                    measurements.add(Heap.bound(runs, scale.large(large)).measurement());
                }
            }
        }
        var title =
                "Archives: %s in %s, medians of %d; %s before, %s after"
                        .formatted(scale, scale.vault(), scale.rounds(), load, Load.average());
        return new Report(title, Host.here(), measurements);
    }
}
