package io.sandkeeper.bench.monitor;

import io.sandkeeper.bench.Benchmark;
import io.sandkeeper.bench.Figure;
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
import io.sandkeeper.bench.stage.Verdicts;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What it costs to check many running sessions, and how soon a dead sandbox is noticed. */
public final class MonitorBenchmark implements Benchmark {
    private static final int PARTITIONS = 8;
    private static final double CORES = 0.5;
    private static final double USED_SECONDS = 10;

    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public String summary() {
        return "cost of health checks, and the time to notice a dead sandbox; --quick, --sessions N,"
                + " --interval N, --seconds N, --settle N, --killed N";
    }

    /**
     * @param interval seconds between two checks of a session
     * @param seconds for how long the cost is measured at each size
     * @param settle how long the worker is left alone before: until what goes round is compiled
     * @param killed how many sandboxes die while they are used, and how many while they are not
     */
    record Scale(int sessions, int interval, int seconds, int settle, int killed) {
        static Scale of(Options options) {
            boolean quick = options.has("quick");
            return new Scale(
                    options.number("sessions", quick ? 1_000 : 5_000),
                    options.number("interval", quick ? 10 : 30),
                    options.number("seconds", quick ? 20 : 90),
                    options.number("settle", quick ? 20 : 120),
                    options.number("killed", quick ? 5 : 20));
        }

        /** What is compiled once is compiled for the smaller ones as well. */
        List<Integer> smaller() {
            return List.of(sessions / 2, sessions / 4);
        }
    }

    @Override
    public Report run(Options options) throws Exception {
        Quiet.here();
        var scale = Scale.of(options);
        var load = Load.average();
        var measurements = new ArrayList<Measurement>();
        try (var ground = Ground.lay(PARTITIONS);
                var cloud = ground.perform("cloud", WellCloud.class, List.of(), List.of())) {
            var url = cloud.hear();
            var place = new Place(ground.servers(), ground.storeUri(), "monitor", "monitor");
            try (var worker =
                    ground.perform(
                            "worker",
                            MonitorProcess.class,
                            List.of(),
                            List.of(
                                    place.servers(),
                                    place.storeUri(),
                                    place.database(),
                                    url,
                                    Integer.toString(scale.interval())))) {
                long pid = Long.parseLong(worker.hear());
                moveIn(scale.sessions(), place);
                var cost = cost(scale, cloud, pid);
                measurements.add(
                        Verdicts.atMost(
                                what(scale.sessions()), cost.cores(), CORES, cost.checks()));
                measurements.add(plain(scale, ground, url, cost.perSecond()));
                measurements.addAll(notice(scale, ground, cloud));
                int there = scale.sessions();
                for (int size : scale.smaller()) {
                    Residents.moveOut(place, IntStream.range(size, there).mapToObj(i -> "s-" + i));
                    there = size;
                    measurements.add(share(size, cost(scale, cloud, pid), cost));
                }
                worker.wire().say("end");
            }
            cloud.wire().say("end");
        }
        var title =
                "Monitor: %,d sessions, checked every %d s; %s before, %s after"
                        .formatted(scale.sessions(), scale.interval(), load, Load.average());
        return new Report(title, Host.here(), measurements);
    }

    /** Used so long ago that nobody counts as sitting before them. */
    private static void moveIn(int sessions, Place place) {
        var now = Instant.ofEpochMilli(System.currentTimeMillis());
        Residents.moveIn(place, sessions, i -> Residents.inUse("s-" + i, now.minusSeconds(600)));
    }

    private record Cost(Figure cores, double perSecond) {
        String checks() {
            return "%.1f checks a second".formatted(perSecond);
        }

        /** Of the processor, for one check. */
        double millis() {
            return cores.value() * 1_000 / perSecond;
        }
    }

    private static Cost cost(Scale scale, Performer cloud, long pid) throws Exception {
        Thread.sleep(Duration.ofSeconds(scale.settle()));
        long commands = commands(cloud);
        var used = processorTime(pid);
        long start = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(scale.seconds()));
        double wall = (System.nanoTime() - start) / 1e9;
        double cores = processorTime(pid).minus(used).toNanos() / 1e9 / wall;
        var cost = new Cost(new Figure(cores, "cores"), (commands(cloud) - commands) / wall);
        System.err.printf("%s, %s%n", cost.cores(), cost.checks());
        return cost;
    }

    private static String what(int sessions) {
        return "CPU of the worker, %,d sessions".formatted(sessions);
    }

    /** Linear: a check costs the same, however many there are. */
    private static Measurement share(int size, Cost cost, Cost whole) {
        return Measurement.of(
                what(size),
                cost.cores(),
                "%s, %.2f ms each beside %.2f ms"
                        .formatted(cost.checks(), cost.millis(), whole.millis()));
    }

    private static long commands(Performer cloud) throws IOException {
        cloud.wire().say("commands");
        return Long.parseLong(cloud.hear());
    }

    private static Duration processorTime(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("the process has ended"));
    }

    private static Measurement plain(Scale scale, Ground ground, String url, double perSecond)
            throws Exception {
        try (var loop =
                ground.perform(
                        "plain",
                        PlainProbes.class,
                        List.of(),
                        List.of(url, Double.toString(perSecond)))) {
            long pid = Long.parseLong(loop.hear());
            Thread.sleep(Duration.ofSeconds(scale.settle()));
            var used = processorTime(pid);
            long start = System.nanoTime();
            Thread.sleep(Duration.ofSeconds(scale.seconds()));
            double wall = (System.nanoTime() - start) / 1e9;
            loop.wire().say("end");
            return Measurement.of(
                    "CPU of the bare client, as many requests",
                    new Figure(processorTime(pid).minus(used).toNanos() / 1e9 / wall, "cores"),
                    "nothing is read or decided");
        }
    }

    private static List<Measurement> notice(Scale scale, Ground ground, Performer cloud)
            throws Exception {
        int killed = Math.min(scale.killed(), scale.sessions() / 4);
        Noticed used;
        try (var people = new People(ground.servers())) {
            people.use(killed);
            Thread.sleep(Duration.ofSeconds(10));
            used = Noticed.of(cloud, 0, killed, "s-", Duration.ofSeconds(60));
        }
        var unused =
                Noticed.of(
                        cloud,
                        killed,
                        2 * killed,
                        "s-",
                        Duration.ofSeconds(scale.interval()).multipliedBy(3));
        return List.of(
                Verdicts.atMost(
                        "killed while used, until certain, max",
                        new Figure(used.longest(), "s"),
                        USED_SECONDS,
                        "n = %d, p50 %.1f s".formatted(killed, used.middle())),
                Verdicts.atMost(
                        "killed while unused, until certain, max",
                        new Figure(unused.longest(), "s"),
                        scale.interval(),
                        "n = %d, p50 %.1f s".formatted(killed, unused.middle())));
    }
}
