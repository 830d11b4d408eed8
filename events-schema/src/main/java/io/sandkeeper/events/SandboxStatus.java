package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;

/** The latest state of a session, whole: what a UI shows. */
public record SandboxStatus(
        Standing standing,
        Desired desired,
        @Nullable Owner owner,
        @Nullable Place place,
        Settings settings,
        Times times,
        @Nullable Waiting waiting,
        @Nullable Advice advice)
        implements Event {
    @Override
    public String subject() {
        return standing.sessionId().value();
    }

    /** What it runs, and where. */
    public record Place(
            Framework framework,
            @Nullable Framework template,
            @Nullable Region region,
            @Nullable URI previewUrl,
            @Nullable HealthResult health,
            int recreations) {}

    public record Times(
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant lastActivityAt,
            @Nullable Instant pausesAt,
            @Nullable Instant pausedAt,
            @Nullable Instant expiresAt) {}
}
