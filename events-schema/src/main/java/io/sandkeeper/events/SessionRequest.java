package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What upstream services want of a session. The newest wish wins. */
public sealed interface SessionRequest extends Event
        permits SandboxRequested, SessionRequest.Change {
    SessionId sessionId();

    RequestId requestId();

    @Override
    default String subject() {
        return sessionId().value();
    }

    /** A wish about a session that somebody requested before. */
    sealed interface Change extends SessionRequest {
        @Nullable Actor requestedBy();

        /** For people; shown in the cause of what follows. */
        @Nullable String reason();
    }

    record PauseRequested(
            SessionId sessionId,
            RequestId requestId,
            @Nullable Actor requestedBy,
            @Nullable String reason)
            implements Change {}

    record ResumeRequested(
            SessionId sessionId,
            RequestId requestId,
            @Nullable Actor requestedBy,
            @Nullable String reason)
            implements Change {}

    record KillRequested(
            SessionId sessionId,
            RequestId requestId,
            @Nullable Actor requestedBy,
            @Nullable String reason)
            implements Change {}

    record RecreateRequested(
            SessionId sessionId,
            RequestId requestId,
            @Nullable Actor requestedBy,
            @Nullable String reason)
            implements Change {}

    record RetryRequested(
            SessionId sessionId,
            RequestId requestId,
            @Nullable Actor requestedBy,
            @Nullable String reason)
            implements Change {}

    /** Copy the session's files to where they are safe, now. */
    record ArchiveRequested(
            SessionId sessionId,
            RequestId requestId,
            @Nullable Actor requestedBy,
            @Nullable String reason)
            implements Change {}

    record SettingsChangeRequested(
            SessionId sessionId,
            RequestId requestId,
            @Nullable Actor requestedBy,
            @Nullable String reason,
            Changes changes)
            implements Change {}

    /** What is null stays as it is. */
    record Changes(
            @Nullable AutoPause autoPause,
            @Nullable WakeMode wakeMode,
            @Nullable Priority priority,
            @Nullable Integer previewPort,
            @Nullable Duration healthCheckEvery) {
        public Settings appliedTo(Settings old) {
            return new Settings(
                    autoPause == null ? old.autoPause() : autoPause,
                    wakeMode == null ? old.wakeMode() : wakeMode,
                    priority == null ? old.priority() : priority,
                    previewPort == null ? old.previewPort() : previewPort,
                    healthCheckEvery == null ? old.healthCheckEvery() : healthCheckEvery);
        }
    }
}
