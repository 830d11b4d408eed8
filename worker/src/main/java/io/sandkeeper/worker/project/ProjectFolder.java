package io.sandkeeper.worker.project;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.Daemon;

import java.util.List;

/**
 * The folder of a sandbox that holds a project: what is in it, and the ways in and out. The sandbox
 * is hostile: its answers are read with limits, no name becomes part of a command, nothing is
 * written outside of the root, and what counts is the hash of what arrived.
 *
 * @param root absolute; may be a link, which is resolved at each call
 * @param rules what is not kept
 */
public record ProjectFolder(Daemon daemon, String root, IgnoreRules rules, Limits limits) {
    public ProjectFolder {
        if (!root.startsWith("/") || root.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a project's root must be an absolute path");
        }
    }

    /** Every file is hashed. A root that is not there is an empty project. */
    public Answer<Scan> scan() {
        return inside(workspace -> new Scanning(workspace, rules).full());
    }

    /**
     * Only what was touched since that scan of the same sandbox is hashed. Not for finding damage:
     * a disk that lost bytes by itself touches nothing.
     */
    public Answer<Scan> scanSince(Manifest before) {
        return inside(workspace -> new Scanning(workspace, rules).since(before));
    }

    /**
     * What of that manifest is there now, every file of it hashed; other files are not among it.
     */
    public Answer<Scan> scanOf(Manifest known) {
        return inside(workspace -> new Scanning(workspace, rules).of(known));
    }

    /** Contents out of the sandbox, one after the other. */
    public Answer<Fetched> fetch(List<Entry.File> files, Sink sink) {
        return inside(workspace -> new Fetching(workspace, sink).fetch(files));
    }

    /**
     * Makes the root if need be, and everything of this in it; what is in the way is replaced, what
     * is there besides stays. Safe to do twice.
     */
    public Answer<Delivered> deliver(List<Entry> entries, Source source, Progress progress) {
        return insideOrMade(
                workspace -> new Delivering(workspace, entries, source, progress).deliver());
    }

    /** Everything that is not there as it should be, after a look at each byte. */
    public Answer<List<Difference>> verify(List<Entry> entries) {
        return scan().then(scan -> new Answer.Done<>(Verification.differences(entries, scan)));
    }

    /**
     * The same, and what is there besides is taken away.
     *
     * @param gaps what may rightly be there besides
     */
    public Answer<List<Difference>> settle(List<Entry> entries, Gaps gaps) {
        return inside(
                workspace -> {
                    var now = new Scanning(workspace, rules).full();
                    Removing.others(workspace, entries, gaps, now);
                    return Verification.differences(entries, now);
                });
    }

    /** What is here goes to another sandbox, without being kept on the way. */
    public Transfer transferTo(ProjectFolder target, Progress progress) {
        return switch (this.<Transfer>inside(from -> into(target, from, progress))) {
            case Answer.Done<Transfer>(var transfer) -> transfer;
            case Answer.Absent<Transfer>(var evidence) ->
                    new Transfer.SourceFailed(new Answer.Absent<>(evidence));
            case Answer.Failed<Transfer>(var failure) ->
                    new Transfer.SourceFailed(new Answer.Failed<>(failure));
        };
    }

    private Transfer into(ProjectFolder target, Workspace from, Progress progress) throws Halt {
        var opened =
                Halt.answered(
                        () -> Workspace.enterOrMake(target.daemon, target.root, target.limits));
        return switch (opened) {
            case Answer.Done<Workspace>(var to) -> {
                try (to) {
                    yield new Transferring(from, to, rules, progress).transfer();
                } catch (Transferring.AtTarget failed) {
                    yield new Transfer.TargetFailed(failed.answer());
                }
            }
            case Answer.Absent<Workspace>(var evidence) ->
                    new Transfer.TargetFailed(new Answer.Absent<>(evidence));
            case Answer.Failed<Workspace>(var failure) ->
                    new Transfer.TargetFailed(new Answer.Failed<>(failure));
        };
    }

    /**
     * Restores what {@link Comparison#lost} names, each beside a copy of what was found in its
     * place. What is no longer as it was seen is left alone. Folders keep their times: whoever
     * compares again after half of it sees of the other half what was seen now.
     */
    public Answer<List<PutBack>> putBack(Comparison found, Source source) {
        return insideOrMade(workspace -> new PuttingBack(workspace, source).putBack(found));
    }

    private interface Work<T> {
        T in(Workspace workspace) throws Halt;
    }

    private <T> Answer<T> inside(Work<T> work) {
        return Halt.answered(() -> done(work, Workspace.enter(daemon, root, limits)));
    }

    private <T> Answer<T> insideOrMade(Work<T> work) {
        return Halt.answered(() -> done(work, Workspace.enterOrMake(daemon, root, limits)));
    }

    private static <T> T done(Work<T> work, Workspace workspace) throws Halt {
        try (workspace) {
            return work.in(workspace);
        }
    }
}
