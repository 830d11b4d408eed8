package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.project.Digest;
import io.sandkeeper.worker.project.Entry;
import io.sandkeeper.worker.project.ProjectPath;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An archive as a zip file: folders, files and links with their modes and times. Links are entries
 * as Unix tools write and read them. A file {@code LEFT-OUT.txt} says what is missing and which
 * names had to be changed, if there is something to say. Nothing in it has a name that leads out of
 * the folder it is unpacked in, or through a link of its own.
 */
final class Export {
    private static final String NOTES = "LEFT-OUT.txt";
    private static final int NOTES_MODE = 0644;

    private final Contents contents;
    private final ZipNames names;
    private final Set<String> links = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    Export(Contents contents) {
        this.contents = contents;
        var paths = contents.manifest().entries().stream().map(Entry::path).toList();
        this.names = new ZipNames(paths);
    }

    void write(OutputStream out) throws IOException {
        var zip = new ZipWriter(out);
        var files = new HashMap<Digest, List<Entry.File>>();
        contents.leftOut().forEach(one -> notes.add(one.path() + ": " + one.reason()));
        for (var entry : contents.manifest().entries()) {
            if (entry instanceof Entry.Link link) {
                links.add(link.path().bytes());
            }
        }
        for (var entry : contents.manifest().entries()) {
            if (isSafe(entry.path())) {
                begin(zip, entry, files);
            }
        }
        files(zip, files);
        notes(zip);
        zip.finish();
    }

    /** Folders and links at once, files later, in the order in which their contents are stored. */
    private void begin(ZipWriter zip, Entry entry, Map<Digest, List<Entry.File>> files)
            throws IOException {
        switch (entry) {
            case Entry.File file ->
                    files.computeIfAbsent(file.digest(), _ -> new ArrayList<>(1)).add(file);
            case Entry.Folder folder ->
                    zip.folder(name(folder.path()), folder.mode(), folder.modified());
            case Entry.Link link ->
                    zip.link(
                            name(link.path()),
                            link.target().getBytes(StandardCharsets.ISO_8859_1),
                            contents.manifest().takenAt());
        }
    }

    private void files(ZipWriter zip, Map<Digest, List<Entry.File>> files) throws IOException {
        contents.read(
                files.keySet(),
                (digest, _, content) -> {
                    var same = files.getOrDefault(digest, List.of());
                    for (var file : same) {
                        try (var again =
                                file.equals(same.getFirst()) ? content : contents.one(digest)) {
                            zip.file(
                                    name(file.path()),
                                    file.mode(),
                                    file.modified(),
                                    file.size(),
                                    again);
                        }
                    }
                });
    }

    private boolean isSafe(ProjectPath path) {
        if (path.above().anyMatch(links::contains)) {
            notes.add(path + ": it would be written through a link");
            return false;
        }
        return true;
    }

    private String name(ProjectPath path) {
        var name = names.of(path);
        if (!name.equals(path.toString())) {
            notes.add(
                    "%s: its name is not UTF-8 or not one for a zip file; it is here as %s"
                            .formatted(path, name));
        }
        return name;
    }

    private void notes(ZipWriter zip) throws IOException {
        if (!notes.isEmpty()) {
            var text = (String.join("\n", notes) + "\n").getBytes(StandardCharsets.UTF_8);
            zip.file(
                    names.free(NOTES),
                    NOTES_MODE,
                    contents.manifest().takenAt(),
                    text.length,
                    new ByteArrayInputStream(text));
        }
    }
}
