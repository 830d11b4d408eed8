package io.sandkeeper.worker.project;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a project consisted of at one moment.
 *
 * @param takenAt by the sandbox's clock: what was written later is newer
 * @param entries by their paths, each path once
 */
public record Manifest(Instant takenAt, List<Entry> entries) {
    public Manifest {
        entries = List.copyOf(entries);
    }

    public Stream<Entry.File> files() {
        return entries.stream().filter(Entry.File.class::isInstance).map(Entry.File.class::cast);
    }

    public long bytes() {
        return files().mapToLong(Entry.File::size).sum();
    }
}
