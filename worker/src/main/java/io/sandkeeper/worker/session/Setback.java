package io.sandkeeper.worker.session;

import java.util.Optional;

/**
 * What did not work, and goes on only slowly, or when a person does something.
 *
 * @param task what was tried
 */
public record Setback(Notice.Task task, Cause cause, String nextStep) {
    static Optional<Setback> of(State state) {
        return switch (state) {
            case State.Failed(_, var cause, var nextStep) ->
                    Optional.of(new Setback(Notice.Task.CREATION, cause, nextStep));
            case State.Pausing(_, _, var cause) when Trying.isSetback(cause) ->
                    Optional.of(new Setback(Notice.Task.WAKE, cause, Trying.WAKE_AGAIN));
            case State.Paused(_, _, var cause, _) when Trying.isSetback(cause) ->
                    Optional.of(new Setback(Notice.Task.WAKE, cause, Trying.WAKE_AGAIN));
            case State.Queued _, State.Creating _, State.Recreating _ -> Optional.empty();
            case State.Running _, State.Pausing _, State.Paused _ -> Optional.empty();
            case State.Resuming _, State.Lost _, State.Killing _ -> Optional.empty();
            case State.Killed _, State.Expired _ -> Optional.empty();
        };
    }
}
