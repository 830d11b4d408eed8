package io.sandkeeper.client;

import io.sandkeeper.events.SandboxId;
import io.sandkeeper.events.SessionId;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is in use: a session, or a sandbox whose session the caller does not know. */
final class UseTarget {
    @Parameters(paramLabel = "<session>", arity = "0..1", description = "The session's id.")
    private @Nullable SessionId session;

    @Option(
            names = "--sandbox",
            paramLabel = "<id>",
            description = "The sandbox's id, when the session's is not known.")
    private @Nullable SandboxId sandbox;

    @Nullable SessionId session() {
        return session;
    }

    @Nullable SandboxId sandbox() {
        return sandbox;
    }

    boolean isMissing() {
        return session == null && sandbox == null;
    }
}
