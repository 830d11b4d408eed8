package io.sandkeeper.client;

import io.sandkeeper.events.Actor;
import io.sandkeeper.events.RequestId;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.UUID;

/** Who asks, and why: it becomes the cause of what follows. */
final class Asking {
    @Option(
            names = "--request-id",
            paramLabel = "<id>",
            description = "The same id again is the same request (default: a new one).")
    private @Nullable RequestId requestId;

    @Option(
            names = "--by",
            paramLabel = "<who>",
            description = "Who asks (default: your name on this machine).")
    private @Nullable Actor by;

    @Option(names = "--reason", paramLabel = "<text>", description = "Why, for people.")
    private @Nullable String reason;

    RequestId requestId() {
        var given = requestId;
        return given == null ? new RequestId(UUID.randomUUID().toString()) : given;
    }

    @Nullable Actor by() {
        var given = by;
        if (given != null) {
            return given;
        }
        try {
            return new Actor(System.getProperty("user.name", ""));
        } catch (IllegalArgumentException nameless) {
            return null;
        }
    }

    @Nullable String reason() {
        return reason;
    }
}
