package io.sandkeeper.sandboxserver.sandbox;

import java.time.Instant;

/** Where a sandbox is in its life. A state carries what is true in it and nothing else. */
sealed interface State {
    record Running(Instant startedAt, Instant endAt) implements State {}

    record Pausing(Running from, Keep keep) implements State {}

    record Paused(Instant startedAt, Instant pausedAt, Keep keep) implements State {}

    record Resuming(Paused from) implements State {}

    /** Its files are being copied; it goes on afterwards as if nothing had been. */
    record Copying(Running from) implements State {}

    record Killing(Instant startedAt, KillReason reason) implements State {}

    record Gone() implements State {}
}
