package io.sandkeeper.worker.session;

import java.time.Instant;
import java.util.Optional;

/**
 * The sandbox that another one is made in place of. It stays as it is until the other is ready.
 *
 * @param providerEnd when the provider would end or pause it by itself; none while it sleeps
 */
public record Predecessor(Sandbox sandbox, Optional<Instant> providerEnd) {
    static Optional<Predecessor> of(State state) {
        return switch (state) {
            case State.Running running ->
                    Optional.of(
                            new Predecessor(running.sandbox(), Optional.of(running.providerEnd())));
            case State.Paused paused ->
                    Optional.of(new Predecessor(paused.sandbox(), Optional.empty()));
            case State.Recreating recreating -> recreating.predecessor();
            case State.Queued _, State.Creating _, State.Pausing _, State.Resuming _ ->
                    Optional.empty();
            case State.Lost _, State.Killing _, State.Killed _, State.Expired _, State.Failed _ ->
                    Optional.empty();
        };
    }

    public boolean isAsleep() {
        return providerEnd.isEmpty();
    }
}
