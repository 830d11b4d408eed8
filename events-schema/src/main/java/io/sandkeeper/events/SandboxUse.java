package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/** A sandbox is being used. Names its session or only the sandbox. */
public sealed interface SandboxUse extends Event {
    @Nullable SessionId sessionId();

    @Nullable SandboxId sandboxId();

    @Override
    default String subject() {
        var session = sessionId();
        return session == null ? Objects.requireNonNull(sandboxId()).value() : session.value();
    }

    private static void requireEither(@Nullable SessionId session, @Nullable SandboxId sandbox) {
        if (session == null && sandbox == null) {
            throw new IllegalArgumentException("neither a session nor a sandbox is named");
        }
    }

    /** Somebody did something in it. */
    record Activity(
            @Nullable SessionId sessionId, @Nullable SandboxId sandboxId, @Nullable String kind)
            implements SandboxUse {
        public Activity {
            requireEither(sessionId, sandboxId);
        }
    }

    /** Work goes on in it although nobody clicks. */
    record Busy(
            @Nullable SessionId sessionId,
            @Nullable SandboxId sandboxId,
            Instant until,
            @Nullable String reason)
            implements SandboxUse {
        public Busy {
            requireEither(sessionId, sandboxId);
        }
    }
}
