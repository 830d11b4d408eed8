package io.sandkeeper.sandboxserver.http;

import java.time.Duration;
import java.time.InstantSource;

/**
 * By when a connection must have done what it waits for. Reading and writing may happen in two
 * threads, so each has its own.
 */
final class Deadlines {
    private static final long NEVER = Long.MAX_VALUE;

    private final InstantSource time;
    private volatile long read = NEVER;
    private volatile long write = NEVER;

    Deadlines(InstantSource time) {
        this.time = time;
    }

    void readWithin(Duration duration) {
        read = time.millis() + duration.toMillis();
    }

    void readWhenever() {
        read = NEVER;
    }

    void writeWithin(Duration duration) {
        write = time.millis() + duration.toMillis();
    }

    void writeWhenever() {
        write = NEVER;
    }

    boolean missedAt(long millis) {
        return millis > read || millis > write;
    }
}
