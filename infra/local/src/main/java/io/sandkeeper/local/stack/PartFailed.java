package io.sandkeeper.local.stack;

import java.util.List;

/**
 * A part did not start, or ended by itself: one line for a person, and the last lines of its log.
 */
public final class PartFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final List<String> lastWords;

    PartFailed(String part, String reason, List<String> lastWords) {
        super(part + " " + reason);
        this.lastWords = List.copyOf(lastWords);
    }

    public List<String> lastWords() {
        return lastWords;
    }
}
