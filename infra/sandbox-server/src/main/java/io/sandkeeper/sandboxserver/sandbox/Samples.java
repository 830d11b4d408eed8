package io.sandkeeper.sandboxserver.sandbox;

import io.sandkeeper.sandboxserver.machine.Cell;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** The last half hour of a sandbox's samples. */
final class Samples {
    private static final int KEPT = 360;

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private Cell.Usage last = new Cell.Usage(0, 0, 0);
    private Optional<Instant> lastAt = Optional.empty();

    synchronized void take(Cell cell, Path root, Instant now) throws IOException {
        Cell.Usage usage = cell.usage();
        FileStore disk = Files.getFileStore(root);
        samples.add(
                new Sample(
                        now,
                        percent(usage, now),
                        usage.memoryBytes(),
                        disk.getTotalSpace() - disk.getUsableSpace(),
                        disk.getTotalSpace()));
        if (samples.size() > KEPT) {
            samples.removeFirst();
        }
        last = usage;
        lastAt = Optional.of(now);
    }

    private double percent(Cell.Usage usage, Instant now) {
        long nanos = lastAt.map(at -> Duration.between(at, now).toNanos()).orElse(0L);
        long spent = usage.cpuNanos() - last.cpuNanos();
        // Less than before: processes have ended and took their time with them.
        return nanos <= 0 || spent <= 0 ? 0 : Math.round(10_000.0 * spent / nanos) / 100.0;
    }

    synchronized List<Sample> between(Instant start, Instant end) {
        return samples.stream()
                .filter(s -> !s.at().isBefore(start) && !s.at().isAfter(end))
                .toList();
    }

    synchronized Optional<Sample> latest() {
        return Optional.ofNullable(samples.peekLast());
    }
}
