package io.sandkeeper.worker.project;

import io.sandkeeper.worker.project.Parts.Part;

import java.io.IOException;
import java.util.List;

/** Brings a project into a sandbox. Doing it twice is doing it once. */
final class Delivering {
    private final Workspace workspace;
    private final Source source;
    private final Travelled travelled;
    private final List<Entry> entries;
    private final List<Entry.File> files;

    Delivering(Workspace workspace, List<Entry> entries, Source source, Progress progress) {
        this.workspace = workspace;
        this.entries = entries;
        this.source = source;
        this.files =
                entries.stream()
                        .filter(Entry.File.class::isInstance)
                        .map(Entry.File.class::cast)
                        .toList();
        this.travelled = new Travelled(progress, files.stream().mapToLong(Entry.File::size).sum());
    }

    Delivered deliver() throws Halt {
        var layout = new Layout(workspace, entries);
        layout.clear();
        try (var unpacking = new Unpacking(layout)) {
            for (var part : Parts.of(files, Entry.File::size).all()) {
                send(layout, part);
                unpacking.start(part.name());
            }
            unpacking.settle();
        }
        layout.finish();
        return new Delivered(files.size(), travelled.bytes());
    }

    private void send(Layout layout, Part<Entry.File> part) throws Halt {
        try {
            workspace.upload(
                    part.name(),
                    out -> {
                        var tar = new TarWriter(out);
                        if (part.number() == 0) {
                            layout.begin(tar);
                        }
                        for (var file : part.files()) {
                            write(file, tar);
                        }
                        tar.end();
                    });
        } catch (Unfit unfit) {
            throw Halt.forGood(unfit.evidence);
        }
    }

    private void write(Entry.File file, TarWriter tar) throws IOException {
        try (var content = source.open(file)) {
            var checked = Checked.of(content, file);
            tar.file(
                    file.path().bytes(),
                    file.mode(),
                    file.size(),
                    file.modified(),
                    travelled.counting(checked));
            if (checked.read() >= 0) {
                throw new Checked.Differs();
            }
        } catch (Checked.Differs | Garbled _) {
            throw new Unfit(file);
        }
    }

    /** The source's content is not the one of the manifest. Another try finds the same. */
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String evidence;

        Unfit(Entry.File file) {
            evidence = "the content kept for %s is not what its hash says".formatted(file.path());
        }
    }
}
