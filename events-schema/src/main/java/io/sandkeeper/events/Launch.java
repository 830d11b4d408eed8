package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

/** What is put into a new sandbox before it is ready. */
public record Launch(
        @Nullable String startCommand, Environment environment, @Nullable InitialFiles files) {
    public static final Launch NOTHING = new Launch(null, Environment.EMPTY, null);

    /** A command line can hold a token as well, so it does not show itself. */
    @Override
    public String toString() {
        return "Launch[" + environment + ", " + files + "]";
    }
}
