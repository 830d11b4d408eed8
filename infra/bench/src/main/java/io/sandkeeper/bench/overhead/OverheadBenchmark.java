package io.sandkeeper.bench.overhead;

import io.sandkeeper.bench.Benchmark;
import io.sandkeeper.bench.Host;
import io.sandkeeper.bench.Options;
import io.sandkeeper.bench.Report;
import io.sandkeeper.bench.Samples;
import io.sandkeeper.bench.stage.Ground;
import io.sandkeeper.bench.stage.Offsets;
import io.sandkeeper.bench.stage.Performer;
import io.sandkeeper.bench.stage.Quiet;
import io.sandkeeper.bench.stage.Requests;
import io.sandkeeper.bench.stage.Upstream;
import io.sandkeeper.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** What the worker adds to the provider's own time, beside an echo over the same broker. */
public final class OverheadBenchmark implements Benchmark {
    private static final int PARTITIONS = 6;
    private static final int PROVIDER_MILLIS = 150;

    /** So many times as fast at first: what goes on all the time in service is compiled by then. */
    private static final int FAST = 3;

    private static final int SETTLING_SECONDS = 40;
    private static final String READY = "io.sandkeeper.sandbox.ready.v1";

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String summary() {
        return "time added to a slow provider's; --quick, --rate N, --seconds N, --repeat N,"
                + " --warm-up N";
    }

    @Override
    public Report run(Options options) throws Exception {
        Quiet.here();
        boolean quick = options.has("quick");
        int rate = options.number("rate", 100);
        int seconds = options.number("seconds", quick ? 5 : 10);
        int times = options.number("repeat", quick ? 1 : 3);
        int warmUp = options.number("warm-up", quick ? 10 : 60);
        var overhead = new Overhead(PROVIDER_MILLIS);
        try (var ground = Ground.lay(PARTITIONS);
                var offsets = new Offsets(ground.servers());
                var upstream = new Upstream(ground.servers())) {
            ground.create(List.of(EchoProcess.IN, EchoProcess.OUT), PARTITIONS);
            try (var echo = echo(ground);
                    var worker = worker(ground);
                    var echoes =
                            new RoundTrips(
                                    ground.servers(),
                                    upstream.producer(),
                                    offsets.ends(EchoProcess.OUT),
                                    _ -> true);
                    var readies =
                            new RoundTrips(
                                    ground.servers(),
                                    upstream.producer(),
                                    offsets.ends(Topic.LIFECYCLE.topicName()),
                                    OverheadBenchmark::isReady)) {
                echo.hear();
                worker.hear();
                echoes.measure("warm-echo-", warmUp * rate, rate, OverheadBenchmark::toEcho);
                readies.measure("warm-", warmUp * FAST * rate, FAST * rate, Requests::sandbox);
                readies.measure("settling-", SETTLING_SECONDS * rate, rate, Requests::sandbox);
                for (int i = 0; i < times; i++) {
                    var round = "-" + i + "-";
                    overhead.add(
                            measure(
                                    echoes,
                                    "echo" + round,
                                    seconds,
                                    rate,
                                    OverheadBenchmark::toEcho),
                            measure(readies, "session" + round, seconds, rate, Requests::sandbox));
                }
                echo.wire().say("end");
                worker.wire().say("end");
            }
        }
        var title =
                "Overhead: %d requests/s, a provider that takes %d ms, %d x %d s each, in turns, after %,d"
                        .formatted(
                                rate,
                                PROVIDER_MILLIS,
                                times,
                                seconds,
                                (warmUp * FAST + SETTLING_SECONDS) * rate);
        return new Report(title, Host.here(), overhead.measurements());
    }

    private static Samples measure(
            RoundTrips trips,
            String prefix,
            int seconds,
            int rate,
            Function<String, ProducerRecord<String, byte[]>> record)
            throws Exception {
        return trips.measure(prefix, seconds * rate, rate, record);
    }

    private static Performer echo(Ground ground) throws Exception {
        return ground.perform("echo", EchoProcess.class, List.of(), List.of(ground.servers()));
    }

    private static Performer worker(Ground ground) throws Exception {
        var words = List.of(ground.servers(), ground.storeUri(), Integer.toString(PROVIDER_MILLIS));
        return ground.perform("worker", WorkerProcess.class, List.of(), words);
    }

    /** As large as a request. */
    private static ProducerRecord<String, byte[]> toEcho(String key) {
        return new ProducerRecord<>(EchoProcess.IN, key, Requests.sandbox(key).value());
    }

    private static boolean isReady(ConsumerRecord<String, byte[]> record) {
        var type = record.headers().lastHeader("ce_type");
        return type != null && new String(type.value(), StandardCharsets.UTF_8).equals(READY);
    }
}
