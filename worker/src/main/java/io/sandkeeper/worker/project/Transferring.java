package io.sandkeeper.worker.project;

import io.sandkeeper.worker.project.Parts.Part;
import io.sandkeeper.worker.provider.Answer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings a project from one sandbox into another, a piece at a time. Nothing is hashed in the old
 * one: each file is hashed while it passes, and a second look at the old one tells which were
 * written meanwhile, by the time that no program can set; those travel once more.
 */
final class Transferring {
    private final Workspace from;
    private final Workspace to;
    private final IgnoreRules rules;
    private final Progress progress;
    private final Map<String, Passed> passed = new HashMap<>();
    private Travelled travelled = new Travelled(Progress.UNHEARD, 0);
    private int partsSent;

    /** One file, as it was seen before it passed and as it passed. */
    private record Passed(Seen seen, long size, Digest digest) {}

    Transferring(Workspace from, Workspace to, IgnoreRules rules, Progress progress) {
        this.from = from;
        this.to = to;
        this.rules = rules;
        this.progress = progress;
    }

    /** The new sandbox's fault, when everything else is the old one's. */
    static final class AtTarget extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Halt halt;

        AtTarget(Halt halt) {
            super(halt);
            this.halt = halt;
        }

        Answer<Void> answer() {
            return halt.answer();
        }
    }

    Transfer.Moved transfer() throws Halt {
        var seen = from.found().isEmpty() ? List.<Seen>of() : look(new LeftOuts());
        travelled =
                new Travelled(
                        progress, seen.stream().filter(Seen::isFile).mapToLong(Seen::size).sum());
        at(
                () -> {
                    layout(seen).clear();
                    return true;
                });
        send(seen, files(seen));
        var leftOuts = new LeftOuts();
        var now = from.found().isEmpty() ? seen : look(leftOuts);
        var again = files(now).stream().filter(file -> asItPassed(file).isEmpty()).toList();
        if (!again.isEmpty()) {
            send(now, again);
            leftOuts = new LeftOuts();
            now = look(leftOuts);
        }
        return finish(now, leftOuts);
    }

    private List<Seen> look(LeftOuts leftOuts) throws Halt {
        return Listing.of(from, rules, leftOuts);
    }

    private static List<Seen> files(List<Seen> seen) {
        return seen.stream().filter(Seen::isFile).toList();
    }

    /** Empty when it was written since, or never passed. */
    private Optional<Passed> asItPassed(Seen file) {
        return Optional.ofNullable(passed.get(file.path()))
                .filter(was -> was.seen().equals(file) && was.size() == file.size());
    }

    private void send(List<Seen> all, List<Seen> files) throws Halt {
        var layout = at(() -> layout(all));
        try (var unpacking = new Unpacking(layout)) {
            new Packing<Seen>(from, Seen::path, Seen::size)
                    .pack(
                            files,
                            (part, stream) -> {
                                var name = "part-" + partsSent++;
                                var sent = stream.read(in -> pass(name, layout, part, in));
                                at(
                                        () -> {
                                            var _ = Halt.value(sent);
                                            unpacking.start(name);
                                            return true;
                                        });
                            });
            at(
                    () -> {
                        unpacking.settle();
                        return true;
                    });
        }
    }

    /** Both at once: what comes from the one goes to the other. */
    private Answer<Boolean> pass(String name, Layout layout, Part<Seen> part, InputStream in)
            throws IOException {
        var passage = new Passage();
        var sent =
                Halt.answered(
                        () -> {
                            to.upload(
                                    name,
                                    passage.of(
                                            out -> {
                                                var tar = new TarWriter(out);
                                                if (part.number() == 0) {
                                                    layout.begin(tar);
                                                }
                                                repack(part, new TarReader(in), tar);
                                                tar.end();
                                            }));
                            return true;
                        });
        passage.requireReadable();
        return sent;
    }

    private void repack(Part<Seen> part, TarReader tar, TarWriter out) throws IOException {
        var expected =
                part.files().stream()
                        .collect(Collectors.toMap(file -> Seen.HERE + file.path(), file -> file));
        for (var member = tar.next(); member.isPresent(); member = tar.next()) {
            var file = expected.remove(member.get().name());
            if (file == null) {
                throw new Garbled("a file that was not asked for");
            }
            if (!member.get().isFile()) {
                continue;
            }
            var content = new Checked(tar.content());
            out.file(
                    file.path(),
                    file.mode(),
                    member.get().size(),
                    file.modified(),
                    travelled.counting(content));
            passed.put(file.path(), new Passed(file, content.size(), content.digest()));
        }
    }

    private Transfer.Moved finish(List<Seen> now, LeftOuts leftOuts) {
        var entries = new ArrayList<Entry>();
        for (var one : now) {
            var entry = entry(one);
            if (entry.isPresent()) {
                entries.add(entry.get());
            } else {
                leftOuts.addRestless(one.path());
            }
        }
        return at(
                () -> {
                    var layout = new Layout(to, entries);
                    layout.finish();
                    return new Transfer.Moved(
                            new Manifest(from.enteredAt(), entries),
                            leftOuts.all(),
                            leftOuts.gaps(),
                            travelled.bytes());
                });
    }

    private Optional<Entry> entry(Seen seen) {
        var path = new ProjectPath(seen.path());
        if (seen.isFolder()) {
            return Optional.of(new Entry.Folder(path, seen.mode(), seen.modified()));
        }
        if (seen.isLink()) {
            return Optional.of(new Entry.Link(path, seen.target()));
        }
        return asItPassed(seen)
                .map(
                        was ->
                                new Entry.File(
                                        path,
                                        seen.mode(),
                                        seen.size(),
                                        seen.modified(),
                                        was.digest()));
    }

    /** The files' hashes are not known yet, and where they go does not depend on them. */
    private Layout layout(List<Seen> seen) throws Halt {
        var unknown = new Digest("0".repeat(64));
        var entries = new ArrayList<Entry>();
        for (var one : seen) {
            var path = new ProjectPath(one.path());
            entries.add(
                    one.isFolder()
                            ? new Entry.Folder(path, one.mode(), one.modified())
                            : one.isLink()
                                    ? new Entry.Link(path, one.target())
                                    : new Entry.File(
                                            path, one.mode(), one.size(), one.modified(), unknown));
        }
        return new Layout(to, entries);
    }

    private static <T> T at(Halt.Steps<T> steps) {
        try {
            return steps.take();
        } catch (Halt halt) {
            throw new AtTarget(halt);
        }
    }
}
