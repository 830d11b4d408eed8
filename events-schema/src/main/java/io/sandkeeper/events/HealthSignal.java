package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

/** Somebody doubts that a sandbox is well. */
public sealed interface HealthSignal extends Event {
    SessionId sessionId();

    @Override
    default String subject() {
        return sessionId().value();
    }

    record HealthCheckRequested(
            SessionId sessionId,
            RequestId requestId,
            @Nullable Actor requestedBy,
            @Nullable String reason)
            implements HealthSignal {}

    /** Evidence, never truth: the workers look for themselves. */
    record HealthObserved(
            SessionId sessionId,
            @Nullable SandboxId sandboxId,
            @Nullable Integer generation,
            Observer observer,
            Outcome outcome,
            @Nullable Integer httpStatus,
            @Nullable String detail)
            implements HealthSignal {}

    enum Observer {
        UI,
        PROBE,
        OTHER
    }

    enum Outcome {
        OK,
        HTTP_STATUS,
        TIMEOUT,
        LOAD_ERROR
    }
}
