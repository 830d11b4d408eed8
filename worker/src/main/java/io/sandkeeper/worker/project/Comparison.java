package io.sandkeeper.worker.project;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pause cost: what a project had before it and has no longer, although nobody touched it
 * since. What is newer than the look before the pause is the user's, and is never part of it.
 *
 * @param lost certainly damaged, and to be put back
 * @param doubtful gone or replaced, but perhaps by its owner: to be told, and left alone
 */
public record Comparison(List<Loss> lost, List<Loss> doubtful) {
    public Comparison {
        lost = List.copyOf(lost);
        doubtful = List.copyOf(doubtful);
    }

    /**
     * Both clocks are the sandbox's. An owner who brings back old files with their old times right
     * after the wake cannot be told from damage; what was found is therefore kept.
     *
     * @param now a full scan
     * @param wokenAt what changed later was changed by somebody
     */
    public static Comparison of(Manifest before, Scan now, Instant wokenAt) {
        return new Look(before, now, wokenAt).compare();
    }

    private static final class Look {
        private final Manifest before;
        private final Scan now;
        private final Instant wokenAt;
        private final Map<String, Entry> there = new HashMap<>();
        private final HashSet<String> leftOut = new HashSet<>();
        private final List<Loss> lost = new ArrayList<>();
        private final List<Loss> doubtful = new ArrayList<>();

        Look(Manifest before, Scan now, Instant wokenAt) {
            this.before = before;
            this.now = now;
            this.wokenAt = wokenAt;
            now.manifest().entries().forEach(entry -> there.put(entry.path().bytes(), entry));
            now.leftOut().forEach(one -> leftOut.add(one.path()));
        }

        Comparison compare() {
            for (var entry : before.entries()) {
                var found = Optional.ofNullable(there.get(entry.path().bytes()));
                switch (entry) {
                    case Entry.File file -> file(file, found);
                    case Entry.Link link -> link(link, found);
                    // An empty folder is no work; one with files is missed by its files.
                    case Entry.Folder _ -> {}
                }
            }
            return new Comparison(lost, doubtful);
        }

        private void file(Entry.File file, Optional<Entry> found) {
            if (found.isEmpty()) {
                missing(file);
            } else if (!(found.get() instanceof Entry.File other)) {
                // Links and folders say too little about who put them there.
                doubtful.add(new Loss.Replaced(file, found.get()));
            } else if (!other.digest().equals(file.digest())
                    && !other.modified().isAfter(before.takenAt())) {
                lost.add(new Loss.Different(file, other));
            }
        }

        private void link(Entry.Link link, Optional<Entry> found) {
            if (found.isEmpty()) {
                missing(link);
            } else if (!found.get().equals(link)
                    && !(found.get() instanceof Entry.File other
                            && other.modified().isAfter(before.takenAt()))) {
                doubtful.add(new Loss.Replaced(link, found.get()));
            }
        }

        private void missing(Entry entry) {
            var loss = new Loss.Missing(entry);
            if (leftOut.contains(entry.path().toString()) || wasTouched(entry.path().bytes())) {
                doubtful.add(loss);
            } else {
                lost.add(loss);
            }
        }

        /** Whoever removes something changes the folder that it was in, or one above that. */
        private boolean wasTouched(String path) {
            var slash = path.lastIndexOf('/');
            while (slash >= 0) {
                switch (there.get(path.substring(0, slash))) {
                    case Entry.Folder folder -> {
                        return folder.modified().isAfter(wokenAt);
                    }
                    case Entry.File _, Entry.Link _ -> {
                        return true;
                    }
                    case null -> slash = path.lastIndexOf('/', slash - 1);
                }
            }
            return now.rootModified().isAfter(wokenAt);
        }
    }
}
