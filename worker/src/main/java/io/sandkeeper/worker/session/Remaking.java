package io.sandkeeper.worker.session;

import java.time.Instant;

/** From a lost sandbox, or one that is to be replaced, to the next one. */
final class Remaking {
    private final Starting starting;
    private final Timers timers;

    Remaking(Starting starting, Timers timers) {
        this.starting = starting;
        this.timers = timers;
    }

    Decision whileRecreating(
            Session session, State.Recreating recreating, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Created created ->
                    starting.ready(
                            Replacing.done(
                                    new Change(session, now), session, recreating, created, now),
                            session,
                            created,
                            now,
                            recreating.reason(),
                            new Notice.RecreationCompleted(
                                    created.remarks(),
                                    created.restored(),
                                    recreating.replaced().map(Replacement.Place::sandbox)));
            case Signal.Progressed progress when progress.percent() > recreating.percent() ->
                    new Change(session, now)
                            .to(recreating.at(progress.percent()))
                            .tell(
                                    recreating.reason(),
                                    new Notice.RecreationProgressed(
                                            progress.step(),
                                            progress.message(),
                                            progress.percent()))
                            .done();
            case Signal.CreateFailed failed ->
                    starting.createFailed(
                            session,
                            failed,
                            now,
                            (change, _, due, _) ->
                                    change.operation(operation -> operation.later(due)));
            case Signal.TakenUp(var lease) -> Starting.takeUp(session, lease, now);
            case Signal.RetryRequested(var origin) -> Replacing.hurry(session, origin, now);
            case Signal.RecreateRequested(var origin) -> Replacing.hurry(session, origin, now);
            case Signal.Intent intent -> starting.whileNotReady(session, intent, now);
            case Signal.Outcome _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.TimerFired _ when timers.isOutOfPatience(session, now) ->
                    Starting.giveUp(
                            new Change(session, now),
                            session,
                            session.operation().filter(Operation::look).isPresent(),
                            Cause.own(Cause.Kind.LIMIT, Starting.waitedTooLong(recreating.since())),
                            Starting.TRY_LATER,
                            now);
            case Signal.TimerFired _ -> new Decision.Ignore(Idle.NOT_DUE);
            case Signal.PutOff _, Signal.LetIn _, Signal.TurnedAway _ ->
                    new Decision.Ignore(Idle.OUT_OF_DATE);
            case Signal.LeaseLost _ -> new Decision.Ignore(Idle.OUT_OF_DATE);
        };
    }
}
