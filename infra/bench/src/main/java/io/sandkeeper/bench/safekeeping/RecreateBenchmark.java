package io.sandkeeper.bench.safekeeping;

import io.sandkeeper.bench.Benchmark;
import io.sandkeeper.bench.Host;
import io.sandkeeper.bench.Options;
import io.sandkeeper.bench.Report;
import io.sandkeeper.bench.stage.Load;
import io.sandkeeper.bench.stage.Quiet;

/** How long a user waits for a sandbox in the place of another, with all files in it. */
public final class RecreateBenchmark implements Benchmark {
    @Override
    public String name() {
        return "recreate";
    }

    @Override
    public String summary() {
        return "a new sandbox with all files, and their transfer beside tar over HTTP; --quick,"
                + " --files N, --mebibytes N, --rounds N, --vault gridfs|folder, --data FOLDER";
    }

    @Override
    public Report run(Options options) throws Exception {
        Quiet.here();
        var scale = Runs.Scale.of(options);
        var load = Load.average();
        try (var runs = Runs.open(options)) {
            var told = runs.recreations(scale);
            var title =
                    "Recreation: %s, archive in %s, medians of %d in turns; %s before, %s after"
                            .formatted(scale, scale.vault(), scale.rounds(), load, Load.average());
            return new Report(title, Host.here(), new RecreateFindings(scale, told).measurements());
        }
    }
}
