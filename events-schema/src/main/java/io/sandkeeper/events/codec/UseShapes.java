package io.sandkeeper.events.codec;

import io.sandkeeper.events.HealthSignal.HealthCheckRequested;
import io.sandkeeper.events.HealthSignal.HealthObserved;
import io.sandkeeper.events.HealthSignal.Observer;
import io.sandkeeper.events.HealthSignal.Outcome;
import io.sandkeeper.events.SandboxUse.Activity;
import io.sandkeeper.events.SandboxUse.Busy;

import java.util.List;

/** What is said about sandboxes in use: activity, and doubts about their health. */
final class UseShapes {
    private static final Together NAMED =
            new Together.AtLeastOne(List.of("sessionId", "sandboxId"));

    private UseShapes() {}

    static void list() {
        Shapes.add(
                Activity.class,
                "Somebody did something in a sandbox. Keeps it awake, and wakes it unless it wakes by hand only.",
                activity());
        Shapes.add(
                Busy.class,
                "Work goes on in a sandbox although nobody clicks. Keeps it awake until the time named.",
                busy());
        Shapes.add(HealthCheckRequested.class, "Look now whether it is well.", check());
        Shapes.add(
                HealthObserved.class,
                "What a UI or a probe saw. Taken as a reason to look, not as the truth.",
                observed());
    }

    private static Shape<Activity> activity() {
        var f = new Fields<Activity>();
        var session = f.may("sessionId", Ids.SESSION, Activity::sessionId, "The session.");
        var sandbox =
                f.may(
                        "sandboxId",
                        Ids.SANDBOX,
                        Activity::sandboxId,
                        "The sandbox, where only that is known.");
        var kind =
                f.may(
                        "kind",
                        Text.upTo(64),
                        Activity::kind,
                        "What was done, for people: edit, terminal, preview.");
        f.rule(NAMED);
        return f.build(row -> new Activity(row.get(session), row.get(sandbox), row.get(kind)));
    }

    private static Shape<Busy> busy() {
        var f = new Fields<Busy>();
        var session = f.may("sessionId", Ids.SESSION, Busy::sessionId, "The session.");
        var sandbox =
                f.may(
                        "sandboxId",
                        Ids.SANDBOX,
                        Busy::sandboxId,
                        "The sandbox, where only that is known.");
        var until =
                f.must(
                        "until",
                        new Time(),
                        Busy::until,
                        "When it is idle again unless this is said anew; counts for 2 hours at most.");
        var reason = f.may("reason", Text.upTo(500), Busy::reason, "What goes on, for a person.");
        f.rule(NAMED);
        return f.build(
                row ->
                        new Busy(
                                row.get(session),
                                row.get(sandbox),
                                row.get(until),
                                row.get(reason)));
    }

    private static Shape<HealthCheckRequested> check() {
        var f = new Fields<HealthCheckRequested>();
        var asked =
                Asked.by(
                        f,
                        HealthCheckRequested::sessionId,
                        HealthCheckRequested::requestId,
                        HealthCheckRequested::requestedBy,
                        HealthCheckRequested::reason);
        return f.build(row -> asked.of(row).make(HealthCheckRequested::new));
    }

    private static Shape<HealthObserved> observed() {
        var f = new Fields<HealthObserved>();
        var session = f.must("sessionId", Ids.SESSION, HealthObserved::sessionId, "The session.");
        var sandbox =
                f.may(
                        "sandboxId",
                        Ids.SANDBOX,
                        HealthObserved::sandboxId,
                        "The sandbox that was looked at.");
        var generation =
                f.may(
                        "generation",
                        Parts.COUNT,
                        HealthObserved::generation,
                        "The session's generation that was looked at; an older one changes nothing.");
        var observer =
                f.or(
                        "observer",
                        Choice.lower(Observer.class),
                        Observer.OTHER,
                        HealthObserved::observer,
                        "Who looked.");
        var outcome =
                f.must(
                        "outcome",
                        Choice.lower(Outcome.class),
                        HealthObserved::outcome,
                        "What it saw.");
        var status =
                f.may(
                        "httpStatus",
                        Whole.number(100, 599),
                        HealthObserved::httpStatus,
                        "The status it was answered.");
        var detail =
                f.may("detail", Text.upTo(1000), HealthObserved::detail, "More, for a person.");
        return f.build(
                row ->
                        new HealthObserved(
                                row.get(session),
                                row.get(sandbox),
                                row.get(generation),
                                row.get(observer),
                                row.get(outcome),
                                row.get(status),
                                row.get(detail)));
    }
}
