package io.sandkeeper.worker.admission;

/**
 * The calls of those who were let through a moment ago and have not called yet, as far as is known.
 * Who has not called after two counts does without.
 */
final class Expected {
    private long before;
    private long since;
    private long last;

    synchronized void add(long calls) {
        since += calls;
    }

    synchronized long sum() {
        return before + since;
    }

    /** How many were let through between the last two counts. */
    synchronized long last() {
        return last;
    }

    /** So many calls were made since the last count. */
    synchronized void count(long called) {
        before = Math.clamp(before + since - called, 0, since);
        last = since;
        since = 0;
    }
}
