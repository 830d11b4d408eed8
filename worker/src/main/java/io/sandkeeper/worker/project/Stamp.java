package io.sandkeeper.worker.project;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment by a sandbox's clock, as its tools write it: seconds, a dot, and a fraction. */
final class Stamp {
    private static final Pattern FORM = Pattern.compile("(-?\\d{1,18})(?:\\.(\\d{1,12}))?");

    /** The year 9999. A file may claim to be of any time; nothing is done with a later one. */
    private static final long LATEST = 253_402_300_799L;

    private Stamp() {}

    static Optional<Instant> parse(String text) {
        return Optional.of(FORM.matcher(text)).filter(Matcher::matches).map(Stamp::instant);
    }

    private static Instant instant(Matcher parts) {
        var seconds = Math.clamp(Long.parseLong(parts.group(1)), -LATEST, LATEST);
        var fraction = parts.group(2) == null ? "" : parts.group(2);
        var nanos = (fraction + "000000000").substring(0, 9);
        return Instant.ofEpochSecond(seconds, Long.parseLong(nanos));
    }
}
