package io.sandkeeper.worker.project;

import io.sandkeeper.worker.project.Entrance.IgnoreFile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What is in a project and worth taking, from one walk through it, without a look at contents. */
final class Listing {
    private static final long MOST_BYTES = 128L * 1024 * 1024;
    private static final long MOST_COMPARISONS = 500_000_000;

    /** The tools are given each path with two bytes before it, and the kernel takes 4,095. */
    private static final int LONGEST_PATH = 4093;

    /** What is below further ones is judged by itself: the memory is bounded. */
    private static final int MOST_IGNORED = 100_000;

    private final Limits limits;
    private final IgnoreRules rules;
    private final Predicate<Seen> wanted;
    private final Glob.Effort effort = new Glob.Effort(MOST_COMPARISONS);
    private final Set<String> ignoredFolders = new HashSet<>();
    private final Set<String> paths = new HashSet<>();
    private final List<Seen> taken = new ArrayList<>();
    private final LeftOuts leftOuts;
    private long bytes;

    private Listing(Limits limits, IgnoreRules rules, Predicate<Seen> wanted, LeftOuts leftOuts) {
        this.limits = limits;
        this.rules = rules;
        this.wanted = wanted;
        this.leftOuts = leftOuts;
    }

    static List<Seen> of(Workspace workspace, IgnoreRules usual, LeftOuts leftOuts) throws Halt {
        return of(workspace, usual, _ -> true, leftOuts);
    }

    /** What is not wanted counts for no limit. */
    static List<Seen> of(
            Workspace workspace, IgnoreRules usual, Predicate<Seen> wanted, LeftOuts leftOuts)
            throws Halt {
        var rules = rules(workspace, usual, leftOuts);
        var pruned = rules.pruned();
        var _ =
                workspace.run(
                        Script.LIST,
                        Map.of(
                                "SK_PRUNE",
                                String.join("\n", pruned.names()),
                                "SK_PRUNE_FOLDERS",
                                String.join("\n", pruned.folderNames()),
                                "SK_FORM",
                                Seen.FORM,
                                "SK_MOST",
                                Long.toString(MOST_BYTES)));
        return new Listing(workspace.limits(), rules, wanted, leftOuts).read(workspace);
    }

    /** As they are now, as far as they are still there. */
    static List<Seen> these(Workspace workspace, List<String> names) throws Halt {
        workspace.upload("these", names.stream().map(name -> Seen.HERE + name).toList());
        var _ =
                workspace.run(
                        Script.LIST_THESE,
                        Map.of("SK_FORM", Seen.FORM, "SK_MOST", Long.toString(MOST_BYTES)));
        var these = new ArrayList<Seen>();
        var _ = workspace.download("list", MOST_BYTES, in -> Seen.read(new Fields(in), these::add));
        return these;
    }

    private static IgnoreRules rules(Workspace workspace, IgnoreRules usual, LeftOuts leftOuts) {
        return switch (workspace.place().ignoreFile()) {
            case IgnoreFile.None _ -> usual;
            case IgnoreFile.Lines(var text) -> usual.and(text);
            case IgnoreFile.Unusable _ -> {
                leftOuts.add(
                        IgnoreRules.FILE,
                        "its rules are not obeyed: it must be a readable file below 32 KiB");
                yield usual;
            }
        };
    }

    private List<Seen> read(Workspace workspace) throws Halt {
        switch (list(workspace)) {
            case WHOLE -> {}
            case WITH_GAPS -> leftOuts.addAPart("the sandbox itself cannot read it");
            case CUT -> leftOuts.addAPart("the list of its files is larger than allowed");
        }
        return taken;
    }

    private Seen.End list(Workspace workspace) throws Halt {
        try {
            return workspace.download(
                    "list", MOST_BYTES, in -> Seen.read(new Fields(in), this::take));
        } catch (Glob.Spent _) {
            throw Halt.forGood(
                    "the rules of " + IgnoreRules.FILE + " take too long: make them simpler");
        }
    }

    private void take(Seen seen) {
        if (isIgnored(seen)) {
            if (seen.isFolder() && ignoredFolders.size() < MOST_IGNORED) {
                ignoredFolders.add(seen.path());
            }
            return;
        }
        if (!wanted.test(seen)) {
            return;
        }
        var wrong = wrong(seen);
        if (!wrong.isEmpty()) {
            leftOuts.add(seen.path(), wrong);
        } else if (paths.add(seen.path())) {
            taken.add(seen);
            bytes += seen.isFile() ? seen.size() : 0;
        }
    }

    /** A walk shows a folder before what is in it. */
    private boolean isIgnored(Seen seen) {
        var slash = seen.path().lastIndexOf('/');
        var isBelow = slash >= 0 && ignoredFolders.contains(seen.path().substring(0, slash));
        return isBelow || rules.ignores(seen.path(), seen.isFolder(), effort);
    }

    private String wrong(Seen seen) {
        var name = ProjectPath.wrong(seen.path());
        if (name.isPresent()) {
            return name.get();
        }
        if (seen.path().length() > LONGEST_PATH) {
            return "its path is longer than %d bytes".formatted(LONGEST_PATH);
        }
        if (Fields.isCut(seen.target())) {
            return "it points to a path that no file has";
        }
        if (!seen.readable()) {
            return "it cannot be read: its permissions forbid it";
        }
        var kind = ofKind(seen.kind());
        if (!kind.isEmpty()) {
            return kind;
        }
        if (taken.size() >= limits.entries()) {
            return "the project has more than %d files and folders".formatted(limits.entries());
        }
        if (seen.isFile() && seen.size() > limits.fileBytes()) {
            return "it is larger than %d bytes".formatted(limits.fileBytes());
        }
        return seen.isFile() && bytes + seen.size() > limits.totalBytes()
                ? "the project is larger than %d bytes".formatted(limits.totalBytes())
                : "";
    }

    private static String ofKind(char kind) {
        return switch (kind) {
            case 'f', 'd', 'l' -> "";
            case 'p' -> "it is a pipe, which has no content";
            case 's' -> "it is a socket, which has no content";
            case 'b', 'c' -> "it is a device, which is not a file";
            default -> "it is neither a file, nor a folder, nor a link";
        };
    }
}
