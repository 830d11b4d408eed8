package io.sandkeeper.worker.project;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where things go in a sandbox: what must be there before the files, and what after them. */
final class Layout {
    private final Workspace workspace;
    private final List<Entry> entries;

    /**
     * @param entries must not have anything below a file or a link
     */
    Layout(Workspace workspace, List<Entry> entries) throws Halt {
        this.workspace = workspace;
        this.entries =
                entries.stream()
                        .sorted((one, other) -> one.path().compareTo(other.path()))
                        .toList();
        refuseWhatIsBelowALink();
    }

    private void refuseWhatIsBelowALink() throws Halt {
        var leaves = new HashSet<String>();
        for (var entry : entries) {
            if (!(entry instanceof Entry.Folder) && !leaves.add(entry.path().bytes())) {
                throw Halt.forGood("two things have the same path: " + entry.path());
            }
        }
        for (var entry : entries) {
            if (entry.path().above().anyMatch(leaves::contains)) {
                throw Halt.forGood("below a file or a link there is nothing: " + entry.path());
            }
        }
    }

    /** Takes away what is in the way. In an empty root nothing is. */
    void clear() throws Halt {
        if (workspace.place().isEmpty() || entries.isEmpty()) {
            return;
        }
        // A folder before what is in it: what is behind a link is never looked at.
        var kinds = new TreeMap<String, String>();
        for (var entry : entries) {
            entry.path().above().forEach(parent -> kinds.put(parent, "d"));
        }
        for (var entry : entries) {
            kinds.put(entry.path().bytes(), entry instanceof Entry.Folder ? "d" : "f");
        }
        var list = new ArrayList<String>();
        kinds.forEach(
                (path, kind) -> {
                    list.add(kind);
                    list.add(Seen.HERE + path);
                });
        workspace.upload("these", list);
        var _ = workspace.run(Script.CLEAR, Map.of());
    }

    /** Writable for now: their files are still to come. */
    void begin(TarWriter tar) throws IOException {
        for (var entry : entries) {
            if (entry instanceof Entry.Folder(var path, var mode, var modified)) {
                tar.folder(path.bytes(), mode | 0700, modified);
            }
        }
    }

    /** Links when every file is in place, and folders last, when nothing changes them any more. */
    void finish() throws Halt {
        if (entries.stream().allMatch(Entry.File.class::isInstance)) {
            return;
        }
        workspace.upload(
                "last",
                out -> {
                    var tar = new TarWriter(out);
                    for (var entry : entries) {
                        if (entry instanceof Entry.Link(var path, var target)) {
                            tar.link(path.bytes(), target);
                        }
                    }
                    for (var entry : entries.reversed()) {
                        if (entry instanceof Entry.Folder(var path, var mode, var modified)) {
                            tar.folder(path.bytes(), mode, modified);
                        }
                    }
                    tar.end();
                });
        unpack("last");
    }

    void unpack(String part) throws Halt {
        var _ = workspace.run(Script.UNPACK, Map.of("SK_PART", part));
    }
}
