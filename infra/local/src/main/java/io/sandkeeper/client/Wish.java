package io.sandkeeper.client;

import io.sandkeeper.events.Actor;
import io.sandkeeper.events.Event;
import io.sandkeeper.events.HealthSignal;
import io.sandkeeper.events.RequestId;
import io.sandkeeper.events.SessionId;
import io.sandkeeper.events.SessionRequest;

import org.jspecify.annotations.Nullable;

/** What can be wished of a session that exists, with nothing more to say. */
enum Wish {
    PAUSE("pause", "Put a session to sleep.", SessionRequest.PauseRequested::new),
    RESUME("resume", "Wake a session.", SessionRequest.ResumeRequested::new),
    KILL("kill", "End a session for good.", SessionRequest.KillRequested::new),
    RECREATE(
            "recreate",
            "Give a session a new sandbox with its files.",
            SessionRequest.RecreateRequested::new),
    ARCHIVE(
            "archive",
            "Copy a session's files to where they are safe, now.",
            SessionRequest.ArchiveRequested::new),
    RETRY("retry", "Try again what has failed.", SessionRequest.RetryRequested::new),
    HEALTH_CHECK(
            "health-check",
            "Have a session's sandbox looked at now.",
            HealthSignal.HealthCheckRequested::new);

    @FunctionalInterface
    interface Wording {
        Event event(
                SessionId session,
                RequestId request,
                @Nullable Actor requestedBy,
                @Nullable String reason);
    }

    private final String command;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // A record's constructor holds nothing.
    private final Wording wording;

    Wish(String command, String description, Wording wording) {
        this.command = command;
        this.description = description;
        this.wording = wording;
    }

    String command() {
        return command;
    }

    String description() {
        return description;
    }

    Event event(SessionId session, Asking asking) {
        return wording.event(session, asking.requestId(), asking.by(), asking.reason());
    }
}
