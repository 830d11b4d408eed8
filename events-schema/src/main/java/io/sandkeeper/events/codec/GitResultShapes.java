package io.sandkeeper.events.codec;

import io.sandkeeper.events.*;
import io.sandkeeper.events.GitResult.*;

import java.util.List;

/** What became of git operations. */
final class GitResultShapes {
    private static final Text COMMIT = Text.upTo(64);

    private GitResultShapes() {}

    static void list() {
        Shapes.add(Started.class, "The operation is being done.", started());
        Shapes.add(Progressed.class, "How far it is.", progressed());
        Shapes.add(Completed.class, "It is done.", completed());
        Shapes.add(
                Conflicted.class,
                "It needs somebody who decides between two changes.",
                conflicted());
        Shapes.add(Failed.class, "It did not work.", failed());
    }

    private static <E extends GitResult> Part<About> about(Fields<E> f) {
        var operation =
                f.must(
                        "operationId",
                        Ids.OPERATION,
                        e -> e.about().operationId(),
                        "The operation.");
        var kind =
                f.must(
                        "operation",
                        Choice.lower(Operation.class),
                        e -> e.about().operation(),
                        "What it does.");
        var sequence =
                f.must(
                        "sequence",
                        Whole.number(1, Integer.MAX_VALUE),
                        e -> e.about().sequence(),
                        "Counts the operation's events, from 1.");
        var workspace =
                f.may("workspaceId", Ids.WORKSPACE, e -> e.about().workspaceId(), "The clone.");
        var session =
                f.may(
                        "sessionId",
                        Ids.SESSION,
                        e -> e.about().sessionId(),
                        "Whose sandbox it is in.");
        var sandbox = f.may("sandboxId", Ids.SANDBOX, e -> e.about().sandboxId(), "The sandbox.");
        var attempt =
                f.must(
                        "attempt",
                        Parts.ATTEMPT,
                        e -> e.about().attempt(),
                        "Which try it is, from 1.");
        var cause = f.must("cause", Parts.CAUSE, e -> e.about().cause(), "Why.");
        f.rule(new Together.AtLeastOne(List.of("sessionId", "workspaceId")));
        return row ->
                new About(
                        row.get(operation),
                        row.get(kind),
                        row.get(sequence),
                        row.get(workspace),
                        row.get(session),
                        row.get(sandbox),
                        row.get(attempt),
                        row.get(cause));
    }

    private static Shape<Started> started() {
        var f = new Fields<Started>();
        var about = about(f);
        return f.build(row -> new Started(about.of(row)));
    }

    private static Shape<Progressed> progressed() {
        var f = new Fields<Progressed>();
        var about = about(f);
        var phase = f.must("phase", Text.prose(200), Progressed::phase, "What git is doing.");
        var percent =
                f.may(
                        "percent",
                        Whole.number(0, 100),
                        Progressed::percent,
                        "How much of it is done.");
        return f.build(row -> new Progressed(about.of(row), row.get(phase), row.get(percent)));
    }

    private static Shape<Completed> completed() {
        var f = new Fields<Completed>();
        var about = about(f);
        var workspace =
                f.must("workspace", workspace(), Completed::workspace, "The clone as it is now.");
        var took =
                f.must(
                        "tookMillis",
                        Whole.millis(),
                        Completed::took,
                        "How long it took, in milliseconds.");
        var spent = f.must("spent", spent(), Completed::spent, "What it cost.");
        var expires =
                f.may("expiresAt", new Time(), Completed::expiresAt, "How long the clone is kept.");
        return f.build(
                row ->
                        new Completed(
                                about.of(row),
                                row.get(workspace),
                                row.get(took),
                                row.get(spent),
                                row.get(expires)));
    }

    private static Shape<Workspace> workspace() {
        var f = new Fields<Workspace>();
        var repository =
                f.must(
                        "repository",
                        Ids.GIT_URL,
                        Workspace::repository,
                        "Where it was cloned from.");
        var branch =
                f.may("branch", Ids.BRANCH, Workspace::branch, "The branch that is checked out.");
        var head = f.may("head", COMMIT, Workspace::head, "The commit that is checked out.");
        var base = f.may("baseHead", COMMIT, Workspace::baseHead, "The remote branch's commit.");
        var ahead =
                f.may(
                        "ahead",
                        Parts.COUNT,
                        Workspace::ahead,
                        "Commits that the remote does not have.");
        var behind =
                f.may(
                        "behind",
                        Parts.COUNT,
                        Workspace::behind,
                        "Commits that only the remote has.");
        return f.build(
                row ->
                        new Workspace(
                                row.get(repository),
                                row.get(branch),
                                row.get(head),
                                row.get(base),
                                row.get(ahead),
                                row.get(behind)));
    }

    private static Shape<Spent> spent() {
        var f = new Fields<Spent>();
        var seconds =
                f.must(
                        "sandboxSeconds",
                        new Decimal(1_000_000_000),
                        Spent::sandboxSeconds,
                        "Seconds of a sandbox.");
        var cost =
                f.may(
                        "costUsd",
                        new Decimal(1_000_000_000),
                        Spent::costUsd,
                        "US dollars, estimated.");
        return f.build(row -> new Spent(row.get(seconds), row.get(cost)));
    }

    private static Shape<Conflicted> conflicted() {
        var f = new Fields<Conflicted>();
        var about = about(f);
        var count = f.must("fileCount", Parts.COUNT, Conflicted::fileCount, "How many files.");
        var files = f.must("files", Parts.PATHS, Conflicted::files, "The first of them.");
        return f.build(row -> new Conflicted(about.of(row), row.get(count), row.get(files)));
    }

    private static Shape<Failed> failed() {
        var f = new Fields<Failed>();
        var about = about(f);
        var advice = Parts.advice(f, Failed::advice);
        return f.build(row -> new Failed(about.of(row), advice.of(row)));
    }
}
