package io.sandkeeper.worker.admission;

import io.sandkeeper.worker.platform.LaneId;
import io.sandkeeper.worker.platform.News;
import io.sandkeeper.worker.session.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of a gate, and what there is to tell about it. Pure. */
final class Gatekeeper {
    private static final String KEY_NEXT_STEP =
            "set a valid key for the provider and restart the workers; what waits goes on by itself, or at once when the lane is freed by hand";

    private final Limits.Waits waits;

    Gatekeeper(Limits.Waits waits) {
        this.waits = waits;
    }

    record Step(Gate next, List<News> news) {}

    Step decide(LaneId lane, Gate gate, Heard heard, Instant now) {
        var next = next(gate, heard, now);
        return new Step(next, news(lane, gate, next, heard, now));
    }

    private Gate next(Gate gate, Heard heard, Instant now) {
        return switch (heard) {
            case Heard.Answered(var session, var begun) -> answered(gate, session, begun, now);
            case Heard.Failed(var session, var evidence) ->
                    isProbe(gate, session) ? shutAgain((Gate.Probing) gate, evidence, now) : gate;
            case Heard.Tripped(var evidence) -> tripped(gate, evidence, now);
            case Heard.KeyRefused(var session, _, var evidence) ->
                    keyRefused(gate, session, evidence, now);
            case Heard.Limited(var session, var after, var evidence) ->
                    limited(gate, session, after, evidence, now);
            case Heard.SlotFreed _ -> slotFreed(gate, now);
            case Heard.BudgetSpent(var until, var evidence) ->
                    graver(gate, new Gate.Shut(Reason.BUDGET, now, until, evidence));
            case Heard.ProbeSent(var session) -> probeSent(gate, session, now);
            case Heard.Counted(var waiting) -> counted(gate, waiting, now);
            case Heard.Freed _ -> new Gate.Free();
        };
    }

    private static boolean isProbe(Gate gate, SessionId session) {
        return gate instanceof Gate.Probing probing && probing.probe().equals(session);
    }

    /** An answer to a call from before says nothing about the provider now. */
    private static Gate answered(Gate gate, SessionId session, Instant begun, Instant now) {
        return gate instanceof Gate.Probing probing
                        && (isProbe(gate, session) || begun.isAfter(probing.since()))
                ? new Gate.Opening(probing.reason(), now)
                : gate;
    }

    private Gate shutAgain(Gate.Probing probing, String evidence, Instant now) {
        var until = now.plus(wait(probing.reason()));
        return new Gate.Shut(probing.reason(), probing.since(), until, evidence);
    }

    private Duration wait(Reason reason) {
        return switch (reason) {
            case BREAKER_OPEN -> waits.breaker();
            case SUSPENDED -> waits.key();
            case ACCOUNT_FULL, RATE_LIMITED, BUDGET -> waits.slot();
        };
    }

    /** Calls that were under way when it broke fail as well: they do not keep it shut longer. */
    private Gate tripped(Gate gate, String evidence, Instant now) {
        var shut = new Gate.Shut(Reason.BREAKER_OPEN, now, now.plus(waits.breaker()), evidence);
        return graver(gate, shut);
    }

    private Gate keyRefused(Gate gate, SessionId session, String evidence, Instant now) {
        if (isProbe(gate, session)) {
            var since =
                    gate.closure().equals(Optional.of(Reason.SUSPENDED))
                            ? ((Gate.Probing) gate).since()
                            : now;
            return new Gate.Shut(Reason.SUSPENDED, since, now.plus(waits.key()), evidence);
        }
        return graver(gate, new Gate.Shut(Reason.SUSPENDED, now, now.plus(waits.key()), evidence));
    }

    /**
     * The longest of several waits counts. A provider that limits a probe does answer: what broke
     * is whole again.
     */
    private Gate limited(
            Gate gate, SessionId session, Optional<Duration> after, String evidence, Instant now) {
        var reason = after.isPresent() ? Reason.RATE_LIMITED : Reason.ACCOUNT_FULL;
        var until = now.plus(after.orElse(waits.slot()));
        return switch (gate) {
            case Gate.Shut shut when shut.reason() == reason ->
                    until.isAfter(shut.until()) && reason == Reason.RATE_LIMITED
                            ? new Gate.Shut(reason, shut.since(), wholeSecond(until), evidence)
                            : shut;
            case Gate.Probing _ when isProbe(gate, session) ->
                    new Gate.Shut(reason, now, until, evidence);
            case Gate.Free _, Gate.Opening _, Gate.Shut _, Gate.Probing _ ->
                    graver(gate, new Gate.Shut(reason, now, until, evidence));
        };
    }

    /** Many are limited within a moment: not each of them moves the time on. */
    private static Instant wholeSecond(Instant time) {
        var begun = time.truncatedTo(ChronoUnit.SECONDS);
        return begun.equals(time) ? time : begun.plusSeconds(1);
    }

    /** One slot is one creation: a probe goes at once, and not all who wait. */
    private static Gate slotFreed(Gate gate, Instant now) {
        return gate instanceof Gate.Shut(var reason, var since, var until, var evidence)
                        && reason == Reason.ACCOUNT_FULL
                        && until.isAfter(now)
                ? new Gate.Shut(reason, since, now, evidence)
                : gate;
    }

    private Gate probeSent(Gate gate, SessionId session, Instant now) {
        var until = now.plus(waits.probe());
        return switch (gate) {
            case Gate.Shut(var reason, var since, var due, var evidence) when !due.isAfter(now) ->
                    new Gate.Probing(reason, since, session, until, evidence);
            case Gate.Probing(var reason, var since, _, var due, var evidence)
                    when !due.isAfter(now) ->
                    new Gate.Probing(reason, since, session, until, evidence);
            case Gate.Free _, Gate.Opening _, Gate.Shut _, Gate.Probing _ -> gate;
        };
    }

    /**
     * A new window needs no probe. Who opens is free when all may go at once, or when nobody waits;
     * after an outage there are retries as well that are in no queue, and keep to the pace.
     */
    private static Gate counted(Gate gate, long waiting, Instant now) {
        return switch (gate) {
            case Gate.Shut(var reason, _, var until, _)
                    when reason == Reason.BUDGET && !until.isAfter(now) ->
                    new Gate.Opening(reason, now);
            case Gate.Opening(var reason, var since)
                    when Pace.isOver(since, now) || (waiting == 0 && !reason.breaks()) ->
                    new Gate.Free();
            case Gate.Free _, Gate.Opening _, Gate.Shut _, Gate.Probing _ -> gate;
        };
    }

    private static Gate graver(Gate gate, Gate.Shut shut) {
        return gate.closure().filter(known -> known.compareTo(shut.reason()) >= 0).isPresent()
                ? gate
                : shut;
    }

    private static List<News> news(LaneId lane, Gate gate, Gate next, Heard heard, Instant now) {
        var news = new ArrayList<News>();
        if (breaker(gate) != breaker(next)) {
            news.add(
                    new News.BreakerChanged(
                            lane,
                            breaker(next),
                            now,
                            why(next),
                            next instanceof Gate.Shut shut
                                    ? Optional.of(shut.until())
                                    : Optional.empty()));
        }
        if (!next.equals(gate)
                && heard instanceof Heard.KeyRefused(_, var status, var evidence)
                && next instanceof Gate.Shut shut) {
            news.add(
                    new News.KeyRefused(
                            lane,
                            status,
                            shut.since(),
                            "the provider refuses our key: " + evidence,
                            KEY_NEXT_STEP));
        }
        return news;
    }

    private static News.Breaker breaker(Gate gate) {
        if (gate.closure().filter(Reason::breaks).isEmpty()) {
            return News.Breaker.CLOSED;
        }
        return gate instanceof Gate.Shut ? News.Breaker.OPEN : News.Breaker.HALF_OPEN;
    }

    private static String why(Gate gate) {
        return switch (gate) {
            case Gate.Free _ -> "free";
            case Gate.Opening _ -> "a probe went well: who waits is let go in order";
            case Gate.Probing _ -> "one probe is let through";
            case Gate.Shut shut -> shut.evidence();
        };
    }
}
