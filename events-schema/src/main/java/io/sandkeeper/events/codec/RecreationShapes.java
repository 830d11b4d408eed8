package io.sandkeeper.events.codec;

import io.sandkeeper.events.Recreation.Completed;
import io.sandkeeper.events.Recreation.FailedAttempt;
import io.sandkeeper.events.Recreation.Progress;
import io.sandkeeper.events.Recreation.Reason;
import io.sandkeeper.events.Recreation.Source;
import io.sandkeeper.events.Recreation.Started;
import io.sandkeeper.events.Recreation.Step;

import java.util.List;

/** What is said while a session gets a new sandbox. */
final class RecreationShapes {
    private RecreationShapes() {}

    static void list() {
        Shapes.add(Started.class, "The session gets a new sandbox.", started());
        Shapes.add(Progress.class, "How far it is; at most four a second.", progress());
        Shapes.add(Completed.class, "The session has a new sandbox, with its files.", completed());
        Shapes.add(
                FailedAttempt.class, "A try did not work. The old sandbox is as it was.", failed());
    }

    private static Shape<Started> started() {
        var f = new Fields<Started>();
        var standing = Parts.standing(f, Started::standing);
        var reason = f.must("reason", Choice.lower(Reason.class), Started::reason, "Why.");
        var attempt =
                f.must("attempt", Parts.ATTEMPT, Started::attempt, "Which try it is, from 1.");
        var previous =
                f.may(
                        "previousSandboxId",
                        Ids.SANDBOX,
                        Started::previousSandboxId,
                        "The sandbox before.");
        return f.build(
                row ->
                        new Started(
                                standing.of(row),
                                row.get(reason),
                                row.get(attempt),
                                row.get(previous)));
    }

    private static Shape<Progress> progress() {
        var f = new Fields<Progress>();
        var standing = Parts.standing(f, Progress::standing);
        var step = f.must("step", Choice.lower(Step.class), Progress::step, "What is being done.");
        var message =
                f.must("message", Text.prose(500), Progress::message, "The same, for a person.");
        var percent =
                f.must(
                        "percent",
                        Whole.number(0, 100),
                        Progress::percent,
                        "How much is done; it only grows.");
        return f.build(
                row ->
                        new Progress(
                                standing.of(row),
                                row.get(step),
                                row.get(message),
                                row.get(percent)));
    }

    private static Shape<Completed> completed() {
        var f = new Fields<Completed>();
        var standing = Parts.standing(f, Completed::standing);
        var source =
                f.must(
                        "source",
                        Choice.lower(Source.class),
                        Completed::source,
                        "Where the files came from.");
        var takenAt =
                f.may(
                        "sourceTakenAt",
                        new Time(),
                        Completed::sourceTakenAt,
                        "How old they are, if not live.");
        var amount = Parts.amount(f, Completed::restored);
        var previous =
                f.may(
                        "previousSandboxId",
                        Ids.SANDBOX,
                        Completed::previousSandboxId,
                        "The sandbox before.");
        var preview = Parts.preview(f, Completed::preview);
        var count =
                f.or(
                        "unrecoveredCount",
                        Parts.COUNT,
                        0,
                        Completed::unrecoveredCount,
                        "How many files are known to have been newer.");
        var unrecovered =
                f.or(
                        "unrecovered",
                        Parts.PATHS,
                        List.of(),
                        Completed::unrecovered,
                        "The first of these files.");
        return f.build(
                row ->
                        new Completed(
                                standing.of(row),
                                row.get(source),
                                row.get(takenAt),
                                amount.of(row),
                                row.get(previous),
                                preview.of(row),
                                row.get(count),
                                row.get(unrecovered)));
    }

    private static Shape<FailedAttempt> failed() {
        var f = new Fields<FailedAttempt>();
        var standing = Parts.standing(f, FailedAttempt::standing);
        var attempt =
                f.must(
                        "attempt",
                        Parts.ATTEMPT,
                        FailedAttempt::attempt,
                        "Which try it was, from 1.");
        var advice = Parts.advice(f, FailedAttempt::advice);
        var retryAt =
                f.may(
                        "retryAt",
                        new Time(),
                        FailedAttempt::retryAt,
                        "When it is tried again; absent: not by itself.");
        return f.build(
                row ->
                        new FailedAttempt(
                                standing.of(row),
                                row.get(attempt),
                                advice.of(row),
                                row.get(retryAt)));
    }
}
