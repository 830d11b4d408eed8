package io.sandkeeper.bench.sandboxserver;

import io.sandkeeper.bench.Benchmark;
import io.sandkeeper.bench.Host;
import io.sandkeeper.bench.Options;
import io.sandkeeper.bench.Report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** How fast and how small the local sandbox server is. */
public final class SandboxServerBenchmark implements Benchmark {
    @Override
    public String name() {
        return "sandbox-server";
    }

    @Override
    public String summary() {
        return "creations, commands, files, pauses and memory; --quick, --idle N, --repeat N";
    }

    @Override
    public Report run(Options options) throws Exception {
        var scale = Scale.of(options);
        var folder = Files.createTempDirectory("sandkeeper-bench");
        try {
            var sections = new Sections(scale, new BareMachine(scale.repetitions()), folder);
            return new Report("The sandbox server", Host.here(), sections.measure());
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
