package io.sandkeeper.sandboxserver.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a later server must clear away if this one dies: a file for each sandbox, with its first
 * process and its folder.
 */
final class Records {
    /**
     * @param holder the pid of its first process, 0 when it has none
     * @param started when that began, in the kernel's ticks: the same pid may be another one's now
     */
    record Entry(String sandboxId, int holder, long started, Path root) {}

    private final Path folder;

    Records(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    void write(Entry entry) throws IOException {
        Files.writeString(
                folder.resolve(entry.sandboxId()),
                entry.holder() + "\n" + entry.started() + "\n" + entry.root() + "\n");
    }

    void remove(String sandboxId) throws IOException {
        Files.deleteIfExists(folder.resolve(sandboxId));
    }

    List<Entry> all() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                List<String> lines = Files.readAllLines(file);
                String id = file.getFileName().toString();
                if (lines.size() == 3) {
                    entries.add(
                            new Entry(
                                    id,
                                    Integer.parseInt(lines.get(0)),
                                    Long.parseLong(lines.get(1)),
                                    Path.of(lines.get(2))));
                } else {
                    // Cut off in the middle of writing: the sandbox had not begun yet.
                    Files.delete(file);
                }
            }
        }
        return entries;
    }
}
