package io.sandkeeper.worker.project;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Something that is there and was not taken.
 *
 * @param path for people
 * @param reason for people: the rule that it broke
 */
public record LeftOut(String path, String reason) {
    private static final int LONGEST = 300;
    private static final String CUT = "...";
    private static final String A_PART = "a part of the project";
    private static final Pattern MORE = Pattern.compile("(\\d{1,9}) more");
    private static final char NO_TEXT = '\uFFFD';

    /**
     * @param path each char one byte, as a sandbox gave it
     */
    static LeftOut of(String path, String reason) {
        var text = new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return new LeftOut(
                text.length() <= LONGEST ? text : text.substring(0, LONGEST) + CUT, reason);
    }

    static LeftOut more(long count, String reason) {
        return new LeftOut("%d more".formatted(count), reason);
    }

    static LeftOut aPart(String reason) {
        return new LeftOut(A_PART, reason);
    }

    /** How many things they stand for, as far as anybody knows. */
    public static int count(List<LeftOut> all) {
        return (int) Math.min(Integer.MAX_VALUE, all.stream().mapToLong(LeftOut::count).sum());
    }

    private long count() {
        var more = MORE.matcher(path);
        return more.matches() ? Long.parseLong(more.group(1)) : 1;
    }

    /** Whether its text still tells what its path was. */
    boolean isNamed() {
        return !path.equals(A_PART)
                && !MORE.matcher(path).matches()
                && path.indexOf(NO_TEXT) < 0
                && !(path.length() == LONGEST + CUT.length() && path.endsWith(CUT));
    }

    /** Its path, each char one byte. */
    String bytes() {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
