package io.sandkeeper.bench.timers;

import io.sandkeeper.bench.Benchmark;
import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Host;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.Options;
import io.sandkeeper.bench.Report;
import io.sandkeeper.bench.stage.Ground;
import io.sandkeeper.bench.stage.Load;
import io.sandkeeper.bench.stage.Offsets;
import io.sandkeeper.bench.stage.Performer;
import io.sandkeeper.bench.stage.Place;
import io.sandkeeper.bench.stage.Quiet;
import io.sandkeeper.bench.stage.Residents;
import io.sandkeeper.bench.stage.Verdicts;
import io.sandkeeper.events.Topic;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** How late pauses are among many sessions, and what sleeping sessions cost. */
public final class TimersBenchmark implements Benchmark {
    private static final int PARTITIONS = 8;
    private static final double LATENESS = 250;
    private static final double IDLE = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Until then other sessions fall due as often, uncounted, so that what runs is compiled. */
    private static final Duration LEAD = Duration.ofSeconds(90);

    /** Sessions are written, and looked at ahead, before the first is due. */
    private static final Duration HEAD_START = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "timers";
    }

    @Override
    public String summary() {
        return "lateness of pauses and the cost of sleepers; --quick, --sessions N, --due N,"
                + " --seconds N, --settle N, --only late|idle";
    }

    /**
     * @param seconds over how long they fall due, and for how long the idle worker is watched
     * @param settle how long a worker is left alone before it is watched: what goes round seldom is
     *     compiled late
     */
    record Scale(int sessions, int due, int seconds, int settle) {
        static Scale of(Options options) {
            boolean quick = options.has("quick");
            return new Scale(
                    options.number("sessions", quick ? 10_000 : 100_000),
                    options.number("due", quick ? 1_000 : 10_000),
                    options.number("seconds", quick ? 15 : 60),
                    options.number("settle", quick ? 10 : 420));
        }

        /** Evenly over the time. */
        Instant dueAt(Instant first, int number) {
            return first.plusMillis((long) (seconds * 1000.0 * number / due));
        }

        /** At the same pace for so long. */
        int warmUp(Duration time) {
            return (int) (due * time.toSeconds() / seconds);
        }
    }

    @Override
    public Report run(Options options) throws Exception {
        Quiet.here();
        var scale = Scale.of(options);
        var only = options.text("only").orElse("");
        var load = Load.average();
        var measurements = new ArrayList<Measurement>();
        if (!only.equals("idle")) {
            measurements.addAll(lateness(scale));
        }
        if (!only.equals("late")) {
            measurements.add(idle(scale));
        }
        var title =
                "Timers: %,d sessions, %,d due within %d s; %s before, %s after"
                        .formatted(
                                scale.sessions(),
                                scale.due(),
                                scale.seconds(),
                                load,
                                Load.average());
        return new Report(title, Host.here(), measurements);
    }

    private static List<Measurement> lateness(Scale scale) throws Exception {
        try (var ground = Ground.lay(PARTITIONS);
                var offsets = new Offsets(ground.servers())) {
            var place = new Place(ground.servers(), ground.storeUri(), "timers", "timers");
            var now = Instant.ofEpochMilli(System.currentTimeMillis());
            int others = scale.sessions() - scale.due();
            Residents.moveIn(place, others, i -> Residents.inUse("other-" + i, now));
            var from = offsets.ends(Topic.LIFECYCLE.topicName());
            try (var worker = worker(ground, place)) {
                long pid = Long.parseLong(worker.hear());
                var first = Instant.ofEpochMilli(System.currentTimeMillis()).plus(LEAD);
                var due = new HashMap<String, Instant>();
                for (int i = 0; i < scale.due(); i++) {
                    due.put("due-" + i, scale.dueAt(first, i));
                }
                int warm = scale.warmUp(LEAD.minus(HEAD_START));
                var begin = first.minus(LEAD).plus(HEAD_START);
                Residents.moveIn(
                        place, warm, i -> Residents.toPauseAt("warm-" + i, scale.dueAt(begin, i)));
                Residents.moveIn(
                        place,
                        scale.due(),
                        i -> Residents.toPauseAt("due-" + i, scale.dueAt(first, i)));
                var pausings = new Pausings(due);
                var before = ProcessorTime.of(pid);
                var store = ground.storeTime();
                var until = first.plusSeconds(scale.seconds()).plus(PATIENCE);
                pausings.read(ground.servers(), from, until);
                var costs =
                        new Costs(
                                warm + scale.due(),
                                ProcessorTime.of(pid).minus(before),
                                ground.storeTime().minus(store));
                worker.wire().say("end");
                var findings = findings(pausings, costs);
                findings.forEach(
                        one ->
                                System.err.printf(
                                        "%s: %s%n",
                                        one.what(),
                                        one.figure().map(Figure::toString).orElse("-")));
                return findings;
            }
        }
    }

    /** What so many pauses took of the processors, the warm-up's compiling included. */
    record Costs(int pauses, Duration worker, Duration store) {
        Measurement measurement() {
            return Measurement.of(
                    "CPU of the worker per pause",
                    Figure.millis(perPause(worker)),
                    "the store beside it: %.2f ms".formatted(perPause(store)));
        }

        double perPause(Duration used) {
            return used.toNanos() / 1e6 / pauses;
        }
    }

    static List<Measurement> findings(Pausings pausings, Costs costs) {
        var decided = pausings.untilDecided();
        var written = pausings.untilWritten();
        return List.of(
                Measurement.of("due to decided, p50", decided.millis(50), ""),
                Measurement.of("due to decided, p99", decided.millis(99), ""),
                Measurement.of(
                        "due to written and told, p50",
                        written.millis(50),
                        "n = " + written.count()),
                Verdicts.atMost("due to written and told, p99", written.millis(99), LATENESS, ""),
                Measurement.of("due to written and told, max", written.millis(100), ""),
                costs.measurement(),
                Verdicts.atMost(
                        "never paused, or before the time",
                        new Figure(pausings.missing() + pausings.early(), ""),
                        0,
                        ""));
    }

    private static Measurement idle(Scale scale) throws Exception {
        try (var ground = Ground.lay(PARTITIONS)) {
            var place = new Place(ground.servers(), ground.storeUri(), "idle", "idle");
            var now = Instant.ofEpochMilli(System.currentTimeMillis());
            Residents.moveIn(place, scale.sessions(), i -> Residents.paused("asleep-" + i, now));
            var due = Residents.dueAt(Residents.paused("asleep", now)).orElseThrow();
            try (var worker = worker(ground, place)) {
                long pid = Long.parseLong(worker.hear());
                Thread.sleep(Duration.ofSeconds(scale.settle()));
                var before = ProcessorTime.of(pid);
                var store = ground.storeTime();
                long start = System.nanoTime();
                Thread.sleep(Duration.ofSeconds(scale.seconds()));
                var wall = Duration.ofNanos(System.nanoTime() - start);
                var used = ProcessorTime.of(pid).minus(before);
                var stored = ground.storeTime().minus(store);
                worker.wire().say("end");
                return Verdicts.atMost(
                        "CPU of the worker with %,d asleep".formatted(scale.sessions()),
                        new Figure(ProcessorTime.share(used, wall), "% of a core"),
                        IDLE,
                        "over %d s, next due in %d days; the store beside it %.2f %%"
                                .formatted(
                                        wall.toSeconds(),
                                        Duration.between(now, due).toDays(),
                                        ProcessorTime.share(stored, wall)));
            }
        }
    }

    private static Performer worker(Ground ground, Place place) throws IOException {
        return ground.perform(
                "worker",
                TimersProcess.class,
                List.of(),
                List.of(place.servers(), place.storeUri(), place.database()));
    }
}
