package io.sandkeeper.bench.sandboxserver;

import io.sandkeeper.bench.Figure;
import io.sandkeeper.bench.Measurement;
import io.sandkeeper.bench.Samples;
import io.sandkeeper.bench.sandboxserver.PlainClient.Box;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is measured, one after the other, on a server that nobody else uses. */
final class Sections {
    private static final String BASE = "base";

    private final Scale scale;
    private final BareMachine machine;
    private final Path folder;
    private final List<Measurement> found = new ArrayList<>();

    Sections(Scale scale, BareMachine machine, Path folder) {
        this.scale = scale;
        this.machine = machine;
        this.folder = folder;
    }

    List<Measurement> measure() throws Exception {
        starts();
        try (var server = start();
                var client = new PlainClient(server.url(), server.key())) {
            warmUp(client);
            creations(client);
            commands(client);
            pauses(client);
            files(server, client);
        }
        try (var server = start();
                var client = new PlainClient(server.url(), server.key())) {
            memory(server, client);
        }
        return found;
    }

    private ServerProcess start() throws Exception {
        return ServerProcess.start(folder.resolve("data"));
    }

    private void starts() throws Exception {
        var samples = new ArrayList<Double>();
        for (int i = 0; i < scale.starts(); i++) {
            try (var server = start()) {
                samples.add(server.started().toNanos() / 1e6);
            }
        }
        var median = samples.stream().sorted().toList().get(samples.size() / 2);
        found.add(
                Measurement.of(
                        "start of the server",
                        Figure.millis(median),
                        "median of " + samples.size()));
    }

    /** The first calls run unoptimised; a server is measured as it is after its first minute. */
    private void warmUp(PlainClient client) throws Exception {
        for (int i = 0; i < scale.repetitions() / 4 + 5; i++) {
            var box = client.create(BASE);
            client.runTrue(box);
            client.kill(box);
        }
    }

    private void creations(PlainClient client) throws Exception {
        var creating = new Samples();
        var killing = new Samples();
        for (int i = 0; i < scale.repetitions(); i++) {
            var box = creating.time(() -> client.create(BASE));
            killing.time(() -> kill(client, box));
        }
        var floor = machine.namespaces();
        var note = "n = " + creating.count();
        var p50 = Measurement.of("create, p50", creating.millis(50), note);
        found.add(floor.map(best -> p50.beside("unshare ... true", best)).orElse(p50));
        found.add(Measurement.of("create, p99", creating.millis(99), note));
        found.add(Measurement.of("kill, p50", killing.millis(50), note));
        double rate = rate(() -> kill(client, client.create(BASE)));
        found.add(
                Measurement.of(
                        "create and kill, " + scale.clients() + " clients",
                        Figure.perSecond(rate),
                        ""));
    }

    private void commands(PlainClient client) throws Exception {
        var box = client.create(BASE);
        var running = new Samples();
        for (int i = 0; i < scale.repetitions(); i++) {
            running.time(() -> runTrue(client, box));
        }
        var note = "n = " + running.count();
        found.add(
                Measurement.of("command `true`, p50", running.millis(50), note)
                        .beside("bash -l -c true", machine.loginShell()));
        found.add(Measurement.of("command `true`, p99", running.millis(99), note));
        double rate = rate(() -> runTrue(client, box));
        found.add(
                Measurement.of(
                        "commands, " + scale.clients() + " clients",
                        Figure.perSecond(rate),
                        "one sandbox"));
        client.kill(box);
    }

    private void pauses(PlainClient client) throws Exception {
        var box = client.create(BASE);
        var pausing = new Samples();
        var resuming = new Samples();
        for (int i = 0; i < scale.repetitions(); i++) {
            pausing.time(() -> pause(client, box));
            resuming.time(() -> resume(client, box));
        }
        found.add(Measurement.of("pause, p50", pausing.millis(50), "n = " + pausing.count()));
        found.add(Measurement.of("resume, p50", resuming.millis(50), "n = " + resuming.count()));
        client.kill(box);
    }

    private void files(ServerProcess server, PlainClient client) throws Exception {
        var box = client.create(BASE);
        var content = new byte[scale.mebibytes() << 20];
        var writing = new Samples();
        var reading = new Samples();
        for (int i = 0; i < 7; i++) {
            writing.time(() -> write(client, box, content));
            reading.time(() -> client.read(box, "/tmp/plain.bin"));
        }
        var write = machine.diskWrite(folder, scale.mebibytes());
        var read = machine.diskRead(folder, scale.mebibytes());
        var note = scale.mebibytes() + " MiB, median of 7";
        found.add(
                Measurement.of("write, plain client", rate(writing.millis(50)), note)
                        .beside("dd", write));
        found.add(
                Measurement.of("read, plain client", rate(reading.millis(50)), note)
                        .beside("dd", read));
        var sdk = Sdk.install(folder);
        if (sdk.isEmpty()) {
            found.add(Measurement.skipped("write and read, SDK", "no node, npm or registry"));
        } else {
            var took =
                    sdk.get()
                            .throughput(server.url(), server.key(), box.id(), scale.mebibytes(), 7);
            found.add(
                    Measurement.of("write, SDK", rate(median(took.path("write"))), note)
                            .beside("dd", write));
            found.add(
                    Measurement.of("read, SDK", rate(median(took.path("read"))), note)
                            .beside("dd", read));
        }
        client.kill(box);
    }

    private void memory(ServerProcess server, PlainClient client) throws Exception {
        double before = server.residentMiB();
        var boxes = new ArrayList<Box>();
        for (int i = 0; i < scale.idle(); i++) {
            boxes.add(client.create(BASE));
        }
        double after = server.residentMiB();
        found.add(
                Measurement.of("memory of the server alone", Figure.mebibytes(before), "resident"));
        found.add(
                Measurement.of(
                        "with " + boxes.size() + " idle sandboxes",
                        Figure.mebibytes(after),
                        "resident"));
        found.add(
                Measurement.of(
                        "for each sandbox",
                        new Figure((after - before) * 1024 / boxes.size(), "KiB"),
                        "in the server"));
        for (var box : boxes) {
            client.kill(box);
        }
    }

    private Figure rate(Figure millis) {
        return Figure.mebibytesPerSecond(scale.mebibytes() / (millis.value() / 1000));
    }

    private static Figure median(JsonNode list) {
        var values = list.valueStream().map(it -> it.asDouble()).sorted().toList();
        return Figure.millis(values.get(values.size() / 2));
    }

    /** How often a second when several clients do it at once. */
    private double rate(Callable<?> action) throws Exception {
        try (var clients = Executors.newFixedThreadPool(scale.clients())) {
            long start = System.nanoTime();
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < scale.repetitions() * 2; i++) {
                all.add(clients.submit(action));
            }
            for (var one : all) {
                one.get();
            }
            return all.size() / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static boolean kill(PlainClient client, Box box) throws Exception {
        client.kill(box);
        return true;
    }

    private static boolean runTrue(PlainClient client, Box box) throws Exception {
        client.runTrue(box);
        return true;
    }

    private static boolean pause(PlainClient client, Box box) throws Exception {
        client.pause(box);
        return true;
    }

    private static boolean resume(PlainClient client, Box box) throws Exception {
        client.resume(box);
        return true;
    }

    private static boolean write(PlainClient client, Box box, byte[] content) throws Exception {
        client.write(box, "/tmp/plain.bin", content);
        return true;
    }
}
