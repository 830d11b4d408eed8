package io.sandkeeper.events.codec;

import io.sandkeeper.events.*;
import io.sandkeeper.events.GitRequest.*;

import java.util.List;
import java.util.function.Function;

/** What is asked of git in sandboxes. */
final class GitShapes {
    private static final Together NAMED =
            new Together.AtLeastOne(List.of("sessionId", "workspaceId"));

    private GitShapes() {}

    static void list() {
        Shapes.add(CloneRequested.class, "Clone a repository into a sandbox.", cloning());
        Shapes.add(
                FetchRequested.class,
                "Get what is new, and change no file.",
                plain(FetchRequested::new));
        Shapes.add(
                PullRequested.class, "Get what is new, and put one's own commits on top.", pull());
        Shapes.add(CommitRequested.class, "Commit what was changed.", commit());
        Shapes.add(PushRequested.class, "Push to a branch of the agent's and task's own.", push());
        Shapes.add(
                ReleaseRequested.class,
                "The workspace is no longer needed.",
                plain(ReleaseRequested::new));
        GitResultShapes.list();
    }

    private static <E extends GitRequest> Part<GitTarget> target(Fields<E> f) {
        var operation =
                f.must(
                        "operationId",
                        Ids.OPERATION,
                        e -> e.target().operationId(),
                        "The operation. The same id again is the same operation and is done once.");
        var workspace =
                f.may("workspaceId", Ids.WORKSPACE, e -> e.target().workspaceId(), "The clone.");
        var session =
                f.may(
                        "sessionId",
                        Ids.SESSION,
                        e -> e.target().sessionId(),
                        "Whose sandbox it is in.");
        var by = f.may("requestedBy", Ids.ACTOR, e -> e.target().requestedBy(), "Who asks.");
        var credential =
                f.may(
                        "credential",
                        Ids.CREDENTIAL,
                        e -> e.target().credential(),
                        "The name of a credential that the workers know; never the secret.");
        f.rule(NAMED);
        return row ->
                new GitTarget(
                        row.get(operation),
                        row.get(workspace),
                        row.get(session),
                        row.get(by),
                        row.get(credential));
    }

    private static <E extends GitRequest> Shape<E> plain(Function<GitTarget, E> make) {
        var f = new Fields<E>();
        var target = target(f);
        return f.build(row -> make.apply(target.of(row)));
    }

    private static Shape<CloneRequested> cloning() {
        var f = new Fields<CloneRequested>();
        var target = target(f);
        var repository =
                f.must(
                        "repository",
                        Ids.GIT_URL,
                        CloneRequested::repository,
                        "Its address, without user and password.");
        var branch =
                f.may(
                        "branch",
                        Ids.BRANCH,
                        CloneRequested::branch,
                        "Absent: the repository's default.");
        var depth =
                f.may(
                        "depth",
                        Whole.number(1, 1_000_000),
                        CloneRequested::depth,
                        "How many commits; absent: all.");
        return f.build(
                row ->
                        new CloneRequested(
                                target.of(row),
                                row.get(repository),
                                row.get(branch),
                                row.get(depth)));
    }

    private static Shape<PullRequested> pull() {
        var f = new Fields<PullRequested>();
        var target = target(f);
        var dryRun =
                f.or(
                        "dryRun",
                        new Flag(),
                        false,
                        PullRequested::dryRun,
                        "Only tell whether there would be conflicts.");
        return f.build(row -> new PullRequested(target.of(row), row.get(dryRun)));
    }

    private static Shape<CommitRequested> commit() {
        var f = new Fields<CommitRequested>();
        var target = target(f);
        var message =
                f.must(
                        "message",
                        Text.upTo(10_000),
                        CommitRequested::message,
                        "The commit's message.");
        var paths =
                f.or(
                        "paths",
                        new ListOf<>(Ids.PATH, 1000),
                        List.of(),
                        CommitRequested::paths,
                        "Which files; none: all that changed.");
        return f.build(
                row -> new CommitRequested(target.of(row), row.get(message), row.get(paths)));
    }

    private static Shape<PushRequested> push() {
        var f = new Fields<PushRequested>();
        var target = target(f);
        var key = Text.by(TextRule.KEY);
        var agent =
                f.must(
                        "agentId",
                        key,
                        PushRequested::agentId,
                        "Whose work it is; part of the branch's name.");
        var task =
                f.must(
                        "taskId",
                        key,
                        PushRequested::taskId,
                        "Which work it is; part of the branch's name.");
        return f.build(row -> new PushRequested(target.of(row), row.get(agent), row.get(task)));
    }
}
