package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.Refusal;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;

/** What the control plane says when an operation is refused. */
final class Refusals {
    private final Sandboxes sandboxes;

    Refusals(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    static Answer unknown(String id) {
        return Answer.problem(
                404, "Sandbox \"%s\" doesn't exist or you don't have access to it".formatted(id));
    }

    Answer of(Refusal refusal, String id) {
        return switch (refusal) {
            case UNKNOWN -> unknown(id);
            case ALREADY_PAUSED ->
                    Answer.problem(
                            409,
                            "Error pausing sandbox - sandbox '%s' is already paused".formatted(id));
            case ALREADY_RUNNING ->
                    Answer.problem(409, "Sandbox %s is already running".formatted(id));
            case NOT_RUNNING -> Answer.problem(409, "Sandbox '%s' is not running".formatted(id));
            case BEING_KILLED -> Answer.problem(409, "Sandbox %s is being killed".formatted(id));
            case IN_TRANSITION ->
                    Answer.problem(409, "Sandbox %s is still transitioning".formatted(id));
            case RESUME_DENIED ->
                    Answer.problem(403, "Sandbox %s may not be resumed".formatted(id));
            case TIMEOUT_TOO_LONG, LIFETIME_OVER ->
                    Answer.problem(
                            400,
                            "Timeout cannot be greater than %s"
                                    .formatted(hours(sandboxes.maxLifetime().toSeconds())));
            case TOO_MANY_RUNNING ->
                    Answer.problem(
                            429,
                            "you have reached the maximum number of concurrent E2B sandboxes (%d). If you need more, please visit 'https://e2b.dev/docs/billing'"
                                    .formatted(sandboxes.most()));
        };
    }

    private static String hours(long seconds) {
        return seconds % 3600 == 0 ? seconds / 3600 + " hours" : seconds + " seconds";
    }
}
