package io.sandkeeper.worker.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What a live project did not give, out of a copy of it: older, but not nothing.
 *
 * @param missing in the copy's order
 * @param whole what there is with them
 */
public record Filling(List<Entry> missing, Manifest whole) {
    public Filling {
        missing = List.copyOf(missing);
    }

    public static Filling of(Transfer.Moved moved, List<Entry> copy) {
        var there = new TreeMap<String, Entry>();
        moved.manifest().entries().forEach(entry -> there.put(entry.path().bytes(), entry));
        var missing =
                copy.stream()
                        .filter(entry -> moved.gaps().mayHold(entry.path()))
                        .filter(entry -> hasRoom(entry, there))
                        .toList();
        var whole = new ArrayList<>(moved.manifest().entries());
        whole.addAll(missing);
        whole.sort(Comparator.comparing(Entry::path));
        return new Filling(missing, new Manifest(moved.manifest().takenAt(), whole));
    }

    /** What lives is newer, also where it became a file and was a folder, or the other way. */
    private static boolean hasRoom(Entry entry, TreeMap<String, Entry> there) {
        var path = entry.path().bytes();
        if (there.containsKey(path)) {
            return false;
        }
        if (entry.path()
                .above()
                .map(there::get)
                .anyMatch(above -> above != null && !(above instanceof Entry.Folder))) {
            return false;
        }
        var below = there.ceilingKey(path + "/");
        return entry instanceof Entry.Folder || below == null || !below.startsWith(path + "/");
    }
}
