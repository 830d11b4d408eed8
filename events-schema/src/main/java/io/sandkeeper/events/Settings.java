package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What a session's owner can set, and change later. What is null is left to the workers'
 * configuration.
 */
public record Settings(
        @Nullable AutoPause autoPause,
        WakeMode wakeMode,
        Priority priority,
        @Nullable Integer previewPort,
        @Nullable Duration healthCheckEvery) {
    public static final Settings DEFAULT =
            new Settings(null, WakeMode.ON_ACTIVITY, Priority.NORMAL, null, null);
}
