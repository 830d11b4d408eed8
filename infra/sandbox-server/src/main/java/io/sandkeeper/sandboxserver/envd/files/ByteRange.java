package io.sandkeeper.sandboxserver.envd.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file.
 *
 * @param end the first byte that is not in it
 */
record ByteRange(long start, long end) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Nothing when the header asks for none, or for several, which are answered with everything.
     */
    static Optional<ByteRange> of(String header, long size) throws FileProblem {
        Matcher matcher = ONE.matcher(header.strip());
        if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        long start =
                first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
        long end =
                first.isEmpty() || last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
        if (start >= size || end <= start) {
            throw new FileProblem(416, "range not satisfiable");
        }
        return Optional.of(new ByteRange(start, end));
    }

    long length() {
        return end - start;
    }
}
