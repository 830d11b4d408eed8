package io.sandkeeper.worker.project;

import io.sandkeeper.worker.project.PutBack.Outcome;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts back what a pause cost, beside a copy of what was found. The look at what is there and the
 * step that replaces it follow each other in one run in the sandbox.
 */
final class PuttingBack {
    /** Enough for one run; each costs a few processes there. */
    private static final int AT_ONCE = 200;

    private static final long MOST_BYTES = 64L << 20;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Workspace workspace;
    private final Source source;

    PuttingBack(Workspace workspace, Source source) {
        this.workspace = workspace;
        this.source = source;
    }

    List<PutBack> putBack(Comparison found) throws Halt {
        makeFolders(found.folders());
        var losses = found.lost();
        var all = new ArrayList<PutBack>();
        for (var from = 0; from < losses.size(); ) {
            var to = end(losses, from);
            all.addAll(some(losses.subList(from, to)));
            from = to;
        }
        return all;
    }

    /** They may be written to by their owner, whatever they were: what was in them is to come. */
    private void makeFolders(List<Entry.Folder> folders) throws Halt {
        if (folders.isEmpty()) {
            return;
        }
        var list = new ArrayList<String>();
        for (var folder : folders) {
            list.add(Integer.toOctalString(folder.mode() | 0700));
            list.add(time(folder.modified()));
            list.add(Seen.HERE + folder.path().bytes());
        }
        workspace.upload("these", list);
        var _ = workspace.run(Script.MAKE_FOLDERS, Map.of());
    }

    private static int end(List<Loss> losses, int from) {
        var bytes = 0L;
        var to = from;
        while (to < losses.size() && to - from < AT_ONCE && (to == from || bytes < MOST_BYTES)) {
            bytes += losses.get(to).before() instanceof Entry.File file ? file.size() : 0;
            to++;
        }
        return to;
    }

    private List<PutBack> some(List<Loss> losses) throws Halt {
        workspace.upload("back.tar", out -> pack(losses, new TarWriter(out)));
        var list = new ArrayList<String>();
        for (var number = 0; number < losses.size(); number++) {
            list.add(Integer.toString(number));
            list.add(Seen.HERE + losses.get(number).before().path().bytes());
            list.add(seen(losses.get(number)));
        }
        workspace.upload("these", list);
        var _ =
                workspace.run(
                        Script.PUT_BACK,
                        Map.of(
                                "SK_PART",
                                "back.tar",
                                "SK_STAMP",
                                STAMP.format(workspace.enteredAt())));
        return workspace.download(
                "done", 16L * 1024 * losses.size(), in -> read(losses, new Fields(in)));
    }

    /** Under numbers: no name of theirs is needed on the way. */
    private void pack(List<Loss> losses, TarWriter tar) throws IOException {
        for (var number = 0; number < losses.size(); number++) {
            var name = Integer.toString(number);
            switch (losses.get(number).before()) {
                case Entry.File file -> {
                    try (var content = source.open(file)) {
                        var checked = Checked.of(content, file);
                        tar.file(name, file.mode(), file.size(), file.modified(), checked);
                        if (checked.read() >= 0) {
                            throw new Checked.Differs();
                        }
                    }
                }
                case Entry.Link(_, var target) -> tar.link(name, target);
                case Entry.Folder folder ->
                        throw new IllegalArgumentException("a folder is not put back: " + folder);
            }
        }
        tar.end();
    }

    /** As the script writes what it finds. */
    private static String seen(Loss loss) {
        return switch (loss) {
            case Loss.Missing _ -> "absent";
            case Loss.Different(_, var now) ->
                    "f %d %s".formatted(now.size(), time(now.modified()));
            case Loss.Replaced replaced ->
                    throw new IllegalArgumentException("doubtful, and left alone: " + replaced);
        };
    }

    private static String time(Instant time) {
        return "%d.%09d".formatted(time.getEpochSecond(), time.getNano());
    }

    private static List<PutBack> read(List<Loss> losses, Fields fields) throws IOException {
        var all = new ArrayList<PutBack>();
        for (var loss : losses) {
            var word = fields.next().orElseThrow(() -> new Garbled("fewer answers than asked for"));
            var copy = fields.next().orElseThrow(() -> new Garbled("fewer answers than asked for"));
            all.add(new PutBack(loss.before().path(), outcome(word, copy)));
        }
        return all;
    }

    private static Outcome outcome(String word, String copy) throws Garbled {
        return switch (word) {
            case "back" ->
                    new Outcome.Restored(
                            copy.isEmpty() || ProjectPath.wrong(copy).isPresent()
                                    ? Optional.empty()
                                    : Optional.of(new ProjectPath(copy)));
            case "newer" -> new Outcome.ChangedMeanwhile();
            case "folder" -> new Outcome.NotRestored("its folder is now something else");
            case "failed" -> new Outcome.NotRestored("the sandbox could not write it");
            default -> throw new Garbled("an outcome that is none");
        };
    }
}
