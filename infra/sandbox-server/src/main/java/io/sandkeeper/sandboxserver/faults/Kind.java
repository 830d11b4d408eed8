package io.sandkeeper.sandboxserver.faults;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What goes wrong. */
enum Kind {
    /** Nothing but the rule's latency. */
    LATENCY,
    /** 429 with Retry-After: too many requests. */
    RATE_LIMITED,
    /** 429 without: too many sandboxes. */
    AT_CAPACITY,
    ERROR_500,
    ERROR_503,
    ERROR_504,
    /** The connection breaks and nothing was done. */
    DROP_BEFORE,
    /** Everything was done and the connection breaks without an answer. */
    DROP_AFTER,
    /** The sandbox is gone after the answer, and nobody is told. */
    KILL,
    /** A file of the sandbox has other bytes after the answer, and the times it had. */
    CORRUPT,
    /**
     * A file of the sandbox is no longer there after the answer; its folder has the times it had.
     */
    LOSE,
    /** From then on no command of the sandbox succeeds. */
    ZOMBIE,
    /** Every connection breaks. */
    DARK;

    static Optional<Kind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
