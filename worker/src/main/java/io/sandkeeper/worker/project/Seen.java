package io.sandkeeper.worker.project;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One thing in a project as a sandbox's find(1) shows it.
 *
 * @param kind find's letter
 * @param modified when its content was last written, or so somebody claims
 * @param changed when anything of it last changed: what nobody can claim
 * @param path below the root, not yet known to be a {@link ProjectPath}
 * @param target of a link
 */
record Seen(
        char kind,
        boolean readable,
        int mode,
        long size,
        Instant modified,
        Instant changed,
        String path,
        String target) {

    /** Its fields after find's -printf; {@link #read} reads them. */
    static final String FORM = "%y\\0%m\\0%s\\0%T@\\0%C@\\0%p\\0%l\\0";

    /** Before every path that a tool is given or gives: no name is then taken for an option. */
    static final String HERE = "./";

    private static final String UNREADABLE = "u";
    private static final String READABLE = "r";
    private static final String END = "end";

    /** How a list ended. */
    enum End {
        WHOLE,
        /** The sandbox itself could not see everything. */
        WITH_GAPS,
        /** It was longer than is read. */
        CUT
    }

    /** Reads a list to its end, or to what is read of it. */
    static End read(Fields fields, Consumer<Seen> each) throws IOException {
        while (true) {
            var first = fields.next();
            if (first.isEmpty()) {
                return End.CUT;
            }
            if (first.get().equals(END)) {
                return fields.next().equals(Optional.of("0")) ? End.WHOLE : End.WITH_GAPS;
            }
            var seen = one(first.get(), fields);
            if (seen.isEmpty()) {
                return End.CUT;
            }
            each.accept(seen.get());
        }
    }

    private static Optional<Seen> one(String first, Fields fields) throws IOException {
        if (!first.equals(READABLE) && !first.equals(UNREADABLE)) {
            throw new Garbled("neither readable nor not");
        }
        var texts = new String[7];
        for (var at = 0; at < texts.length; at++) {
            var next = fields.next();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            texts[at] = next.get();
        }
        return Optional.of(of(first.equals(READABLE), texts));
    }

    private static Seen of(boolean readable, String[] texts) throws Garbled {
        try {
            if (texts[0].length() != 1 || !texts[5].startsWith(HERE) || texts[5].equals(HERE)) {
                throw new Garbled("no kind, or no path");
            }
            var size = Long.parseLong(texts[2]);
            if (size < 0) {
                throw new Garbled("a size below zero");
            }
            return new Seen(
                    texts[0].charAt(0),
                    readable,
                    Integer.parseInt(texts[1], 8) & 0777,
                    size,
                    stamp(texts[3]),
                    stamp(texts[4]),
                    texts[5].substring(HERE.length()),
                    texts[6]);
        } catch (NumberFormatException _) {
            throw new Garbled("not a number");
        }
    }

    private static Instant stamp(String text) throws Garbled {
        return Stamp.parse(text).orElseThrow(() -> new Garbled("not a time"));
    }

    boolean isFile() {
        return kind == 'f';
    }

    boolean isFolder() {
        return kind == 'd';
    }

    boolean isLink() {
        return kind == 'l';
    }
}
