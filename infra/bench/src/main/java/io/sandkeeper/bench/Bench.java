package io.sandkeeper.bench;

import io.sandkeeper.bench.activity.ActivityBenchmark;
import io.sandkeeper.bench.intake.IntakeBenchmark;
import io.sandkeeper.bench.monitor.MonitorBenchmark;
import io.sandkeeper.bench.overhead.OverheadBenchmark;
import io.sandkeeper.bench.resilience.ResilienceBenchmark;
import io.sandkeeper.bench.safekeeping.ArchiveBenchmark;
import io.sandkeeper.bench.safekeeping.RecreateBenchmark;
import io.sandkeeper.bench.sandboxserver.SandboxServerBenchmark;
import io.sandkeeper.bench.timers.TimersBenchmark;

import java.util.List;

/** Runs one benchmark: {@code bench <name> [--json] [options]}. */
public final class Bench {
    private static final List<Benchmark> ALL =
            List.of(
                    new SandboxServerBenchmark(),
                    new IntakeBenchmark(),
                    new OverheadBenchmark(),
                    new ActivityBenchmark(),
                    new TimersBenchmark(),
                    new MonitorBenchmark(),
                    new ResilienceBenchmark(),
                    new ArchiveBenchmark(),
                    new RecreateBenchmark());

    private Bench() {}

    public static void main(String[] words) throws Exception {
        var chosen =
                ALL.stream()
                        .filter(it -> words.length > 0 && it.name().equals(words[0]))
                        .findFirst();
        if (chosen.isEmpty()) {
            System.err.println("bench <name> [--json] [options], where name is one of");
            ALL.forEach(it -> System.err.printf("  %-16s %s%n", it.name(), it.summary()));
            System.exit(2);
        }
        var options = Options.parse(List.of(words).subList(1, words.length));
        var report = chosen.orElseThrow().run(options);
        System.out.println(options.has("json") ? report.json() : report.table());
    }
}
