package io.sandkeeper.worker.provider;

import io.sandkeeper.worker.session.SandboxId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One E2B-compatible control plane in one region. Blocking calls for virtual threads; nothing is
 * retried in here: an outcome that is not known is answered as such.
 */
public interface Provider {
    /** Absent means that the provider does not know the template, and nothing else. */
    Answer<Made> create(Order order);

    /**
     * Everything that carries the given metadata, running and paused, from a listing that was read
     * to its end.
     */
    Answer<List<Seen>> find(Map<String, String> metadata);

    Answer<Seen> look(SandboxId sandbox);

    /** The way into one that is awake; empty when it sleeps. Neither wakes it nor moves its end. */
    Answer<Optional<Made>> way(SandboxId sandbox);

    /**
     * Done when the provider says that it is being killed; only a later "absent" says that it is
     * gone.
     */
    Answer<Killed> kill(SandboxId sandbox);

    /** Done when it is paused, also when it was so before. */
    Answer<Slept> pause(SandboxId sandbox);

    /** Wakes it, or finds it awake; never shortens its time. */
    Answer<Made> connect(SandboxId sandbox, Duration timeout);

    /**
     * Its time ends so long from now, which may also be sooner than before. A paused sandbox is a
     * conflict: it has no time to extend, and it is not gone.
     */
    Answer<Extended> extend(SandboxId sandbox, Duration timeout);

    /** What is in a sandbox, on a way into it. */
    Daemon daemon(Made sandbox);

    /** Where a port of a sandbox answers, built from the id and the configuration alone. */
    String url(SandboxId sandbox, int port);

    /**
     * @param idempotencyKey recognised by newer providers only: never relied on
     * @param autoPause ask the provider to pause it at the end of its time instead of killing it
     */
    record Order(
            String template,
            Duration timeout,
            Map<String, String> metadata,
            Map<String, String> environment,
            String idempotencyKey,
            boolean autoPause) {
        @Override
        public String toString() {
            return "Order[%s, %s]".formatted(template, metadata);
        }
    }

    /**
     * @param token the daemon's access token; a secret
     * @param autoPauseRefused it was made only when it was asked for without the automatic pause
     */
    record Made(
            SandboxId sandbox, String template, Optional<String> token, boolean autoPauseRefused) {
        @Override
        public String toString() {
            return "Made[" + sandbox + "]";
        }
    }

    record Seen(
            SandboxId sandbox,
            Condition condition,
            Map<String, String> metadata,
            Instant startedAt,
            Instant endAt) {}

    enum Condition {
        RUNNING,
        PAUSED
    }

    record Killed() {}

    record Slept() {}

    record Extended() {}
}
