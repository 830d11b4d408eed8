package io.sandkeeper.worker.project;

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
 * @param folders those that are gone with what was lost in them, each before what is in it
 */
public record Comparison(List<Loss> lost, List<Loss> doubtful, List<Entry.Folder> folders) {
    public Comparison {
        lost = List.copyOf(lost);
        doubtful = List.copyOf(doubtful);
        folders = List.copyOf(folders);
    }

    /**
     * All times are the sandbox's. An owner who brings back old files with their old times right
     * after the wake cannot be told from damage; what was found is therefore kept.
     *
     * @param now with a fresh hash of everything that was there before
     */
    public static Comparison of(Manifest before, Scan now) {
        return new Look(before, now).compare();
    }

    private static final class Look {
        private final Manifest before;
        private final Scan now;
        private final Map<String, Entry> there = new HashMap<>();
        private final List<Loss> lost = new ArrayList<>();
        private final List<Loss> doubtful = new ArrayList<>();

        Look(Manifest before, Scan now) {
            this.before = before;
            this.now = now;
            now.manifest().entries().forEach(entry -> there.put(entry.path().bytes(), entry));
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
            return new Comparison(lost, doubtful, folders());
        }

        private List<Entry.Folder> folders() {
            var above = new HashSet<String>();
            lost.forEach(loss -> loss.before().path().above().forEach(above::add));
            return before.entries().stream()
                    .filter(Entry.Folder.class::isInstance)
                    .map(Entry.Folder.class::cast)
                    .filter(folder -> above.contains(folder.path().bytes()))
                    .filter(folder -> !there.containsKey(folder.path().bytes()))
                    .toList();
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
            if (now.gaps().mayHold(entry.path()) || wasTouched(entry.path().bytes())) {
                doubtful.add(loss);
            } else {
                lost.add(loss);
            }
        }

        /**
         * Whoever removes something changes the folder that it was in, or one above that. He may
         * have done so between the look and the pause.
         */
        private boolean wasTouched(String path) {
            var slash = path.lastIndexOf('/');
            while (slash >= 0) {
                switch (there.get(path.substring(0, slash))) {
                    case Entry.Folder folder -> {
                        return folder.modified().isAfter(before.takenAt());
                    }
                    case Entry.File _, Entry.Link _ -> {
                        return true;
                    }
                    case null -> slash = path.lastIndexOf('/', slash - 1);
                }
            }
            return now.rootModified().isAfter(before.takenAt());
        }
    }
}
