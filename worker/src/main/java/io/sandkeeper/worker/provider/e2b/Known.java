package io.sandkeeper.worker.provider.e2b;

import io.sandkeeper.worker.provider.Provider.Condition;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.Provider.Seen;
import io.sandkeeper.worker.session.SandboxId;

import tools.jackson.databind.JsonNode;

import java.util.Optional;
import java.util.regex.Pattern;

/** What an answer says of a sandbox; nothing when it does not say all of it. */
final class Known {
    /**
     * Safe in a path, in a header and in a host name, whatever else a provider may call an id. With
     * a port before it, it is at most the 63 characters that a host's label may have.
     */
    private static final Pattern ID =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,55}[A-Za-z0-9])?");

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,1024}");

    private Known() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static Optional<SandboxId> id(JsonNode sandbox) {
        return Json.text(sandbox, "sandboxID").filter(Known::isId).map(SandboxId::new);
    }

    static Optional<Made> made(JsonNode sandbox) {
        var token = Json.text(sandbox, "envdAccessToken").filter(text -> !text.isEmpty());
        if (token.filter(text -> !TOKEN.matcher(text).matches()).isPresent()) {
            return Optional.empty();
        }
        return id(sandbox)
                .map(id -> new Made(id, Json.text(sandbox, "templateID").orElse(""), token, false));
    }

    static Optional<Seen> seen(JsonNode sandbox) {
        var id = id(sandbox);
        var condition = Json.text(sandbox, "state").flatMap(Known::condition);
        var startedAt = Json.time(sandbox, "startedAt");
        var endAt = Json.time(sandbox, "endAt");
        if (id.isEmpty() || condition.isEmpty() || startedAt.isEmpty() || endAt.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Seen(
                        id.get(),
                        condition.get(),
                        Json.texts(sandbox.path("metadata")),
                        startedAt.get(),
                        endAt.get()));
    }

    private static Optional<Condition> condition(String state) {
        return switch (state) {
            case "running" -> Optional.of(Condition.RUNNING);
            case "paused" -> Optional.of(Condition.PAUSED);
            default -> Optional.empty();
        };
    }
}
