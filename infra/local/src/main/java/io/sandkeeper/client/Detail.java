package io.sandkeeper.client;

import io.sandkeeper.events.Advice;
import io.sandkeeper.events.Cause;
import io.sandkeeper.events.Lifecycle;
import io.sandkeeper.events.Lifecycle.Preview;
import io.sandkeeper.events.Recreation;
import io.sandkeeper.events.RequestOutcome;
import io.sandkeeper.events.Standing;
import io.sandkeeper.events.Waiting;

import java.util.Locale;

/** The one thing that a person wants to know of an event, beside what happened. */
final class Detail {
    private Detail() {}

    static String of(Lifecycle event) {
        return switch (event) {
            case Lifecycle.Life life -> ofLife(life);
            case Recreation recreation -> ofRecreation(recreation);
            case RequestOutcome outcome -> ofOutcome(outcome);
        };
    }

    private static String ofLife(Lifecycle.Life life) {
        return switch (life) {
            case Lifecycle.Queued(_, var waiting) -> place(waiting);
            case Lifecycle.Creating(_, var attempt, var template, _) -> template + again(attempt);
            case Lifecycle.Ready(var standing, _, _, _, var preview) -> where(standing, preview);
            case Lifecycle.Resumed(var standing, var preview) -> where(standing, preview);
            case Lifecycle.PauseWarning(_, var at) -> "sleeps at " + Clock.time(at);
            case Lifecycle.Pausing(var standing, var attempt) ->
                    cause(standing.cause()) + again(attempt);
            case Lifecycle.Resuming(var standing, var attempt) ->
                    cause(standing.cause()) + again(attempt);
            case Lifecycle.Killing(var standing, var attempt) ->
                    cause(standing.cause()) + again(attempt);
            case Lifecycle.HealthChanged(_, var health, _, _) -> word(health);
            case Lifecycle.ArchiveStored(_, _, var durability, var stored, _, _, _) ->
                    stored.files() + " files, " + word(durability);
            case Lifecycle.DataLossDetected(_, _, var files, _) -> files + " files";
            case Lifecycle.Expiring(_, var at) -> "ends at " + Clock.time(at);
            case Lifecycle.Failed(_, var advice) -> advice(advice);
            case Lifecycle.Paused(var standing, _) -> cause(standing.cause());
            case Lifecycle.SettingsChanged(var standing, _, _) -> cause(standing.cause());
            case Lifecycle.Lost(var standing, _) -> cause(standing.cause());
            case Lifecycle.Expired(var standing, _) -> cause(standing.cause());
            case Lifecycle.Killed(var standing, _) -> cause(standing.cause());
        };
    }

    private static String ofRecreation(Recreation recreation) {
        return switch (recreation) {
            case Recreation.Started(_, var reason, var attempt, _) -> word(reason) + again(attempt);
            case Recreation.Progress(_, _, var message, var percent) -> percent + " % " + message;
            case Recreation.Completed completed -> where(completed.standing(), completed.preview());
            case Recreation.FailedAttempt(_, _, var advice, _) -> advice(advice);
        };
    }

    private static String ofOutcome(RequestOutcome outcome) {
        return switch (outcome) {
            case RequestOutcome.RequestSuperseded(_, _, var type, _) ->
                    "a newer wish came: " + type;
            case RequestOutcome.RequestRefused(_, _, _, var advice) -> advice(advice);
        };
    }

    static String where(Standing standing, Preview preview) {
        if (preview.url() != null) {
            return preview.url() + (preview.pending() ? " (not yet)" : "");
        }
        if (standing.sandboxUrl() != null) {
            return standing.sandboxUrl().toString();
        }
        return standing.sandboxId() == null ? "" : standing.sandboxId().value();
    }

    static String place(Waiting waiting) {
        var estimate = waiting.estimatedWait();
        return "place %d, %s%s"
                .formatted(
                        waiting.position(),
                        word(waiting.reason()),
                        estimate == null ? "" : ", about " + Clock.about(estimate));
    }

    static String advice(Advice advice) {
        return advice.message() + " " + advice.nextStep();
    }

    private static String cause(Cause cause) {
        var who = cause.actor() == null ? "" : " by " + cause.actor();
        var why = cause.evidence() == null ? "" : ": " + cause.evidence();
        return word(cause.kind()) + who + why;
    }

    private static String again(int attempt) {
        return attempt > 1 ? " (attempt " + attempt + ")" : "";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
