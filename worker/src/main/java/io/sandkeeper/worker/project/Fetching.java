package io.sandkeeper.worker.project;

import io.sandkeeper.worker.project.Parts.Part;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings contents out of a sandbox. */
final class Fetching {
    private final Workspace workspace;
    private final Sink sink;
    private final List<Entry.File> got = new ArrayList<>();
    private final List<ProjectPath> gone = new ArrayList<>();
    private final LeftOuts leftOuts = new LeftOuts();
    private List<Entry.File> changed = new ArrayList<>();

    Fetching(Workspace workspace, Sink sink) {
        this.workspace = workspace;
        this.sink = sink;
    }

    /** What was written meanwhile is looked at and fetched once more. */
    Fetched fetch(List<Entry.File> files) throws Halt {
        if (workspace.found().isEmpty()) {
            return new Fetched(List.of(), files.stream().map(Entry.File::path).toList(), List.of());
        }
        round(files);
        if (!changed.isEmpty()) {
            var again = lookAgain(changed);
            changed = new ArrayList<>();
            round(again);
        }
        changed.forEach(file -> leftOuts.addRestless(file.path().bytes()));
        return new Fetched(got, gone, leftOuts.all());
    }

    private void round(List<Entry.File> files) throws Halt {
        new Packing<Entry.File>(workspace, file -> file.path().bytes(), Entry.File::size)
                .pack(
                        files,
                        (part, stream) -> {
                            var _ = stream.read(in -> unpack(part, in));
                        });
    }

    private Part<Entry.File> unpack(Part<Entry.File> part, InputStream in) throws IOException {
        var expected = new HashMap<String, Entry.File>();
        part.files().forEach(file -> expected.put(Seen.HERE + file.path().bytes(), file));
        var tar = new TarReader(in);
        for (var member = tar.next(); member.isPresent(); member = tar.next()) {
            var file = expected.remove(member.get().name());
            if (file == null) {
                throw new Garbled("a file that was not asked for");
            }
            if (!member.get().isFile() || !take(file, tar.content())) {
                changed.add(file);
            }
        }
        changed.addAll(expected.values());
        return part;
    }

    /** True when the sink has it, whole. */
    private boolean take(Entry.File file, InputStream content) throws IOException {
        var checked = Checked.of(content, file);
        try {
            sink.take(file, checked);
            if (checked.read() >= 0) {
                throw new IllegalStateException("a sink must read to the end of a content");
            }
        } catch (Checked.Differs _) {
            return false;
        }
        got.add(file);
        return true;
    }

    private List<Entry.File> lookAgain(List<Entry.File> files) throws Halt {
        var names = files.stream().map(file -> file.path().bytes()).toList();
        var seen = new HashMap<String, Seen>();
        Listing.these(workspace, names).forEach(one -> seen.put(one.path(), one));
        var hashes = Hashes.of(workspace, readable(seen));
        var again = new ArrayList<Entry.File>();
        for (var file : files) {
            now(file, Optional.ofNullable(seen.get(file.path().bytes())), hashes)
                    .ifPresent(again::add);
        }
        return again;
    }

    private List<String> readable(Map<String, Seen> seen) {
        return seen.values().stream()
                .filter(one -> one.isFile() && one.readable())
                .filter(one -> one.size() <= workspace.limits().fileBytes())
                .map(Seen::path)
                .toList();
    }

    private Optional<Entry.File> now(
            Entry.File file, Optional<Seen> seen, Map<String, Digest> hashes) {
        if (seen.filter(Seen::isFile).isEmpty()) {
            gone.add(file.path());
            return Optional.empty();
        }
        var digest = hashes.get(file.path().bytes());
        if (digest == null) {
            leftOuts.add(file.path().bytes(), "it became unreadable or too large");
            return Optional.empty();
        }
        return Optional.of(
                new Entry.File(
                        file.path(),
                        seen.get().mode(),
                        seen.get().size(),
                        seen.get().modified(),
                        digest));
    }
}
