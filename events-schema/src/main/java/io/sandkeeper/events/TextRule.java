package io.sandkeeper.events;

import java.util.regex.Pattern;

/** What an id or a name may look like: one place for the records, the readers and the schemas. */
public enum TextRule {
    /** Ids that become part of addresses and file names. */
    KEY("A-Za-z0-9", "A-Za-z0-9._-", 64),
    /** Ids that other systems choose: any visible ASCII characters. */
    REFERENCE("!-~", "!-~", 128),
    TEMPLATE("A-Za-z0-9", "A-Za-z0-9._/:-", 128),
    /** Below the project's root: no empty, `.` or `..` segment and no NUL. */
    PATH("^(?!(?:[^/]*/)*\\.{0,2}(?:/|(?![\\s\\S])))[^\\x00]+$", 1024),
    VARIABLE("A-Za-z_", "A-Za-z0-9_", 128),
    /** What a process can be given: anything but NUL, also nothing at all. */
    VARIABLE_VALUE("^[^\\x00]*$", 32_768),
    /** Neither a user nor a password has a place in it. */
    GIT_URL("^https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?/[^\\s?#\\x00]*$", 1024),
    /**
     * What git itself allows as a branch name, and nothing that a command could take for an option.
     */
    BRANCH(
            "^(?![-/.])(?![^\\x00]*(?:\\.\\.|@\\{|//|/\\.|\\.lock(?:/|(?![\\s\\S]))))[^\\x00-\\x20\\x7f~^:?*\\[\\\\]+$",
            250),
    WEB_ADDRESS("^https?://[!-~]+$", 2048),
    TRACE_PARENT("^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$", 55),
    TRACE_STATE(" -~", " -~", 512);

    private final String pattern;
    private final Pattern compiled;
    private final int maxLength;
    // Which ASCII characters may come first, and which after that, a bit each; none: by the
    // expression.
    private final long firstLow;
    private final long firstHigh;
    private final long restLow;
    private final long restHigh;

    TextRule(String first, String rest, int maxLength) {
        this.pattern = "^[" + first + "][" + rest + "]{0," + (maxLength - 1) + "}$";
        this.compiled = Pattern.compile(pattern);
        this.maxLength = maxLength;
        this.firstLow = bits(first, 0);
        this.firstHigh = bits(first, 64);
        this.restLow = bits(rest, 0);
        this.restHigh = bits(rest, 64);
    }

    TextRule(String pattern, int maxLength) {
        this.pattern = pattern;
        this.compiled = Pattern.compile(pattern);
        this.maxLength = maxLength;
        this.firstLow = 0;
        this.firstHigh = 0;
        this.restLow = 0;
        this.restHigh = 0;
    }

    private static long bits(String characters, int from) {
        var one = Pattern.compile("[" + characters + "]");
        long bits = 0;
        for (int i = 0; i < 64; i++) {
            if (one.matcher(String.valueOf((char) (from + i))).matches()) {
                bits |= 1L << i;
            }
        }
        return bits;
    }

    /** A regular expression that JSON Schema, JavaScript and Java read alike. */
    public String pattern() {
        return pattern;
    }

    public int maxLength() {
        return maxLength;
    }

    /** Whether the empty text is refused. */
    public boolean needsText() {
        return !allows("");
    }

    public boolean allows(String text) {
        if (text.length() > maxLength && text.codePointCount(0, text.length()) > maxLength) {
            return false;
        }
        boolean tabled = (firstLow | firstHigh) != 0;
        return tabled ? tableAllows(text) : compiled.matcher(text).matches();
    }

    // Ids are checked several times per event; a table is ten times as fast as the expression.
    private boolean tableAllows(String text) {
        if (text.isEmpty() || !has(firstLow, firstHigh, text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!has(restLow, restHigh, text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(long low, long high, char c) {
        long bit = 1L << (c & 63);
        return c < 128 && ((c < 64 ? low : high) & bit) != 0;
    }

    /** The value stays out of the message: it may be something that must not be logged. */
    String require(String text) {
        if (!allows(text)) {
            throw new IllegalArgumentException(
                    "not a " + name() + " of at most " + maxLength + " characters");
        }
        return text;
    }
}
