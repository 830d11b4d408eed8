package io.sandkeeper.worker.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Takes away what a project has not: a restored one has no more than it had. What the ignore rules
 * name is not seen, and stays; and so does a folder that holds some of it. What it had and what was
 * not taken of it stays as the template brings it: nobody knows that it was removed.
 */
final class Removing {
    private Removing() {}

    static void others(Workspace workspace, List<Entry> wanted, Gaps gaps, Scan now) throws Halt {
        var keep = new HashSet<ProjectPath>();
        wanted.forEach(entry -> keep.add(entry.path()));
        var others =
                now.manifest().entries().stream()
                        .filter(entry -> !keep.contains(entry.path()))
                        .filter(entry -> !gaps.mayHold(entry.path()))
                        .sorted(Comparator.comparing(Entry::path).reversed())
                        .toList();
        if (others.isEmpty()) {
            return;
        }
        var texts = new ArrayList<String>();
        for (var entry : others) {
            texts.add(entry instanceof Entry.Folder ? "d" : "f");
            texts.add("./" + entry.path().bytes());
        }
        workspace.upload("these", texts);
        var _ = workspace.run(Script.REMOVE, Map.of());
    }
}
