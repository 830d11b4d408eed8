package io.sandkeeper.local.stack;

import io.sandkeeper.local.process.Child;

import java.time.Duration;
import java.util.Optional;

/** One part of the stack. */
interface Part {
    String name();

    /** Where people and programs find it. */
    String address();

    /** Starts it and returns when it serves; fails with {@link PartFailed}. */
    void start() throws InterruptedException;

    /** The process of its own that it runs in. */
    default Optional<Child> child() {
        return Optional.empty();
    }

    default void stop(Duration patience) {}
}
