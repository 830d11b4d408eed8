package io.sandkeeper.worker.project;

import java.util.List;

/**
 * One pattern of an ignore file. Matching never takes longer than the product of the lengths: a
 * user's patterns run in the worker, and one made for it would keep a regular expression busy for
 * years.
 */
final class Glob {
    private static final String ANY_DEPTH = "**";

    private final List<String> parts;

    Glob(String pattern) {
        parts = List.of(pattern.split("/", -1));
    }

    boolean matches(List<String> path, Effort effort) {
        // reached[i]: the path so far matches the pattern's first i parts.
        var reached = new boolean[parts.size() + 1];
        reached[0] = true;
        skipDepths(reached);
        for (var name : path) {
            var next = new boolean[parts.size() + 1];
            for (var at = 0; at < parts.size(); at++) {
                if (!reached[at]) {
                    continue;
                }
                if (parts.get(at).equals(ANY_DEPTH)) {
                    next[at] = true;
                    next[at + 1] |= at + 1 == parts.size();
                } else if (matches(parts.get(at), name, effort)) {
                    next[at + 1] = true;
                }
            }
            skipDepths(next);
            reached = next;
        }
        return reached[parts.size()];
    }

    /**
     * Two stars stand for no folder too, except at the end: what is in a folder is not the folder.
     */
    private void skipDepths(boolean[] reached) {
        for (var at = 0; at < parts.size() - 1; at++) {
            if (reached[at] && parts.get(at).equals(ANY_DEPTH)) {
                reached[at + 1] = true;
            }
        }
    }

    private static boolean matches(String pattern, String name, Effort effort) {
        var at = 0;
        var in = 0;
        var star = -1;
        var retry = 0;
        while (in < name.length()) {
            effort.spend();
            var one =
                    at < pattern.length() && pattern.charAt(at) != '*'
                            ? one(pattern, at, name.charAt(in))
                            : -1;
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = in;
            } else if (one > 0) {
                at += one;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** How much of the pattern one character satisfies; -1 when it does not. */
    private static int one(String pattern, int at, char wanted) {
        return switch (pattern.charAt(at)) {
            case '?' -> 1;
            case '[' -> ofClass(pattern, at, wanted);
            case '\\' -> at + 1 < pattern.length() && pattern.charAt(at + 1) == wanted ? 2 : -1;
            default -> pattern.charAt(at) == wanted ? 1 : -1;
        };
    }

    private static int ofClass(String pattern, int open, char wanted) {
        var at = open + 1;
        var negated = at < pattern.length() && "!^".indexOf(pattern.charAt(at)) >= 0;
        at += negated ? 1 : 0;
        var first = at;
        var found = false;
        while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
            var from = pattern.charAt(at);
            if (at + 2 < pattern.length()
                    && pattern.charAt(at + 1) == '-'
                    && pattern.charAt(at + 2) != ']') {
                found |= from <= wanted && wanted <= pattern.charAt(at + 2);
                at += 3;
            } else {
                found |= from == wanted;
                at++;
            }
        }
        if (at >= pattern.length()) {
            return wanted == '[' ? 1 : -1;
        }
        return found == negated ? -1 : at - open + 1;
    }

    /** How many comparisons may still be made, by all patterns together. Throws after the last. */
    static final class Effort {
        private long left;

        Effort(long most) {
            left = most;
        }

        void spend() {
            if (--left < 0) {
                throw new Spent();
            }
        }
    }

    /** Nobody's patterns need so many. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super("the effort for ignore rules is spent", null, false, false);
        }
    }
}
