package io.sandkeeper.bench.intake;

import io.sandkeeper.bench.Benchmark;
import io.sandkeeper.bench.Host;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.Options;
import io.sandkeeper.bench.Report;
import io.sandkeeper.bench.stage.CallTime;
import io.sandkeeper.bench.stage.Ground;
import io.sandkeeper.bench.stage.Offsets;
import io.sandkeeper.bench.stage.Quiet;
import io.sandkeeper.bench.stage.Upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many requests a second become sandboxes, beside other ways to consume from Kafka. */
public final class IntakeBenchmark implements Benchmark {
    private static final int PARTITIONS = 6;
    private static final Duration CALL = Duration.ofMillis(50);
    private static final CallTime EVEN = CallTime.always(CALL);
    private static final CallTime SLOW_TAIL = new CallTime(CALL, 100, Duration.ofSeconds(3));

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public String summary() {
        return "requests per second beside other engines; --quick, --records N, --repeat N,"
                + " --engines OURS,…, --only even|tail, --jvm \"…\"";
    }

    @Override
    public Report run(Options options) throws Exception {
        Quiet.here();
        var scale = Scale.of(options);
        var jvm = options.text("jvm").map(text -> List.of(text.split(" ", -1))).orElse(List.of());
        var only = options.text("only").orElse("");
        var measurements = new ArrayList<Measurement>();
        try (var ground = Ground.lay(PARTITIONS);
                var offsets = new Offsets(ground.servers());
                var upstream = new Upstream(ground.servers())) {
            var race = new Race(ground, offsets, upstream, scale, jvm);
            if (!only.equals("tail")) {
                measurements.addAll(
                        Findings.even(heats(race, scale, engines(options, Engine.values()), EVEN)));
            }
            if (!only.equals("even")) {
                var tailed = engines(options, Engine.OURS, Engine.PARALLEL_WRITING);
                measurements.addAll(Findings.tail(heats(race, scale, tailed, SLOW_TAIL)));
            }
        }
        var title =
                "Intake: %,d requests on %d partitions, calls of 50 ms, 1,000 in flight; medians of %d"
                        .formatted(scale.records(), PARTITIONS, scale.repetitions());
        return new Report(title, Host.here(), measurements);
    }

    private static List<Engine> engines(Options options, Engine... usual) {
        var wanted =
                options.text("engines")
                        .map(text -> Arrays.stream(text.split(",", -1)).map(Engine::valueOf))
                        .map(stream -> stream.toList())
                        .orElse(List.of(Engine.values()));
        return Arrays.stream(usual).filter(wanted::contains).toList();
    }

    /** The engines take turns, so that what else the machine does meanwhile hits all of them. */
    private static List<Run> heats(Race race, Scale scale, List<Engine> engines, CallTime time)
            throws Exception {
        var runs = new ArrayList<Run>();
        for (int i = 0; i < scale.repetitions(); i++) {
            for (var engine : engines) {
                var run = race.run(engine, time);
                System.err.printf(
                        "%s: %.0f/s, calls %.0f/s, 98 %%: %.0f/s, %s, peak %d%n",
                        engine.title(),
                        run.perSecond(100),
                        run.callsPerSecond(100),
                        run.perSecond(98),
                        run.faults(),
                        run.performance().calls().peak());
                runs.add(run);
            }
        }
        return runs;
    }
}
