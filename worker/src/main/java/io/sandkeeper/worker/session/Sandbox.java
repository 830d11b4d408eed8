package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * The session's one CURRENT incarnation.
 *
 * @param url where its preview answers, when the session names a port
 * @param bornAt when its creation was begun; its end of life counts from here
 * @param warnings how many of the warnings of its end of life were given
 */
public record Sandbox(
        SandboxId id,
        long generation,
        String template,
        Optional<String> url,
        Instant bornAt,
        int warnings) {
    Sandbox at(Optional<String> newUrl) {
        return new Sandbox(id, generation, template, newUrl.or(() -> url), bornAt, warnings);
    }

    Sandbox bornAt(Instant time) {
        return new Sandbox(id, generation, template, url, time, warnings);
    }

    Sandbox warned(int times) {
        return new Sandbox(id, generation, template, url, bornAt, times);
    }
}
