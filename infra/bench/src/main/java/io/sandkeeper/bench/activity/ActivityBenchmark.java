package io.sandkeeper.bench.activity;

import io.sandkeeper.bench.Benchmark;
import io.sandkeeper.bench.Host;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.Options;
import io.sandkeeper.bench.Report;
import io.sandkeeper.bench.stage.Ground;
import io.sandkeeper.bench.stage.Load;
import io.sandkeeper.bench.stage.Performer;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.Quiet;
import io.sandkeeper.bench.stage.Residents;
import io.sandkeeper.bench.stage.Upstream;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How many activity events a second the worker folds, beside loops that only read them. */
public final class ActivityBenchmark implements Benchmark {
    private static final int PARTITIONS = 6;
    private static final int USUAL = 1_000;
    private static final int LARGE = 20_000;
    private static final int SLICE = 50_000;

    @Override
    public String name() {
        return "activity";
    }

    @Override
    public String summary() {
        return "activity folded per second beside a loop that decodes; --quick, --events N,"
                + " --repeat N, --only usual|large";
    }

    @Override
    public Report run(Options options) throws Exception {
        Quiet.here();
        boolean quick = options.has("quick");
        int events = options.number("events", quick ? 100_000 : 1_000_000);
        int times = options.number("repeat", quick ? 1 : 3);
        var only = options.text("only").orElse("");
        var load = Load.average();
        var measurements = new ArrayList<Measurement>();
        if (!only.equals("large")) {
            measurements.addAll(
                    crowd(USUAL, events, times).measurements(ActivityFindings.Kind.BOUND));
        }
        if (!only.equals("usual")) {
            measurements.addAll(
                    crowd(LARGE, events, times).measurements(ActivityFindings.Kind.PUBLISHED));
        }
        var title =
                "Activity: %,d events on %d partitions, medians of %d in turns; %s before, %s after"
                        .formatted(events, PARTITIONS, times, load, Load.average());
        return new Report(title, Host.here(), measurements);
    }

    private static ActivityFindings crowd(int sessions, int events, int times) throws Exception {
        try (var ground = Ground.lay(PARTITIONS)) {
            var place = new Place(ground.servers(), ground.storeUri(), "none", "activity");
            var now = Instant.now();
            Residents.moveIn(place, sessions, i -> Residents.inUse(Uses.session(i), now));
            publish(ground, sessions, events);
            return new ActivityFindings(sessions, passes(ground, place, events, times));
        }
    }

    /** In slices: what waits to be confirmed is kept in memory. */
    private static void publish(Ground ground, int sessions, int events) throws Exception {
        try (var upstream = new Upstream(ground.servers())) {
            for (int done = 0; done < events; done += SLICE) {
                upstream.publish(Uses.of(sessions, Math.min(SLICE, events - done), done));
            }
        }
    }

    /** The ways take turns; each reads everything once before it counts. */
    private static Map<Way, List<Pass>> passes(Ground ground, Place place, int events, int times)
            throws Exception {
        var passes = new EnumMap<Way, List<Pass>>(Way.class);
        try (var poll = performer(ground, place, Way.POLL);
                var decode = performer(ground, place, Way.DECODE);
                var fold = performer(ground, place, Way.FOLD)) {
            var performers = Map.of(Way.POLL, poll, Way.DECODE, decode, Way.FOLD, fold);
            for (int round = 0; round <= times; round++) {
                for (var way : Way.values()) {
                    var performer = Objects.requireNonNull(performers.get(way));
                    var pass = pass(performer, way + "-" + round, events);
                    System.err.printf("%s: %,.0f/s, %s%n", way.title(), pass.perSecond(), pass);
                    if (round > 0) {
                        passes.computeIfAbsent(way, _ -> new ArrayList<>()).add(pass);
                    }
                }
            }
            performers.values().forEach(one -> one.wire().say("end"));
        }
        return passes;
    }

    private static Performer performer(Ground ground, Place place, Way way) throws IOException {
        return ground.perform(
                way.name(),
                ActivityProcess.class,
                List.of(),
                List.of(way.name(), place.servers(), place.storeUri(), place.database()));
    }

    private static Pass pass(Performer performer, String group, int events) throws IOException {
        performer.wire().say(group + " " + events);
        return JsonMapper.shared().readValue(performer.hear(), Pass.class);
    }
}
