package io.sandkeeper.worker.project;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds out what a project consists of. */
final class Scanning {
    /**
     * Clocks of file systems tick coarsely, and a file written in the same tick as the last scan
     * may have kept that tick's time.
     */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Workspace workspace;
    private final IgnoreRules rules;
    private final LeftOuts leftOuts = new LeftOuts();

    Scanning(Workspace workspace, IgnoreRules rules) {
        this.workspace = workspace;
        this.rules = rules;
    }

    Scan full() throws Halt {
        return scan(Optional.empty(), _ -> true);
    }

    /**
     * Hashes only what may have changed: a file of the same size and time that nothing touched
     * since that scan, by the time that no program can set, is taken for the same. This is wrong
     * when the disk lost or changed bytes by itself, and when the sandbox's clock was set back:
     * whoever looks for such damage makes a full scan.
     */
    Scan since(Manifest before) throws Halt {
        return scan(Optional.of(before), _ -> true);
    }

    /** Besides that, only folders are looked at, whatever else there is. */
    Scan of(Manifest known) throws Halt {
        var paths = new HashSet<String>();
        known.entries().forEach(entry -> paths.add(entry.path().bytes()));
        return scan(Optional.empty(), one -> one.isFolder() || paths.contains(one.path()));
    }

    private Scan scan(Optional<Manifest> before, Predicate<Seen> wanted) throws Halt {
        if (workspace.found().isEmpty()) {
            return new Scan(
                    "",
                    Instant.EPOCH,
                    new Manifest(workspace.enteredAt(), List.of()),
                    List.of(),
                    Gaps.NONE);
        }
        var seen = Listing.of(workspace, rules, wanted, leftOuts);
        var known = known(seen, before);
        var unknown =
                seen.stream()
                        .filter(one -> one.isFile() && !known.containsKey(one.path()))
                        .map(Seen::path)
                        .toList();
        known.putAll(Hashes.of(workspace, unknown));
        var entries = new ArrayList<Entry>(seen.size());
        for (var one : seen) {
            entry(one, Optional.ofNullable(known.get(one.path()))).ifPresent(entries::add);
        }
        entries.sort((one, other) -> one.path().compareTo(other.path()));
        var place = workspace.place();
        return new Scan(
                place.root(),
                place.modified(),
                new Manifest(workspace.enteredAt(), entries),
                leftOuts.all(),
                leftOuts.gaps());
    }

    private static Map<String, Digest> known(List<Seen> seen, Optional<Manifest> before) {
        var known = new HashMap<String, Digest>();
        if (before.isEmpty()) {
            return known;
        }
        var settled = before.get().takenAt().minus(TICK);
        var files =
                before.get()
                        .files()
                        .collect(Collectors.toMap(one -> one.path().bytes(), one -> one));
        for (var one : seen) {
            var was = files.get(one.path());
            if (was != null
                    && one.isFile()
                    && one.size() == was.size()
                    && one.modified().equals(was.modified())
                    && one.changed().isBefore(settled)) {
                known.put(one.path(), was.digest());
            }
        }
        return known;
    }

    private Optional<Entry> entry(Seen seen, Optional<Digest> digest) {
        var path = new ProjectPath(seen.path());
        if (seen.isFolder()) {
            return Optional.of(new Entry.Folder(path, seen.mode(), seen.modified()));
        }
        if (seen.isLink()) {
            return Optional.of(new Entry.Link(path, seen.target()));
        }
        if (digest.isEmpty()) {
            leftOuts.add(seen.path(), "it was gone or unreadable when it was to be read");
            return Optional.empty();
        }
        return Optional.of(
                new Entry.File(path, seen.mode(), seen.size(), seen.modified(), digest.get()));
    }
}
