package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A git operation to be done in a sandbox. */
public sealed interface GitRequest extends Event {
    GitTarget target();

    @Override
    default String subject() {
        return target().subject();
    }

    /**
     * Clone a repository into a sandbox.
     *
     * @param depth how many commits; null: all
     */
    record CloneRequested(
            GitTarget target,
            GitUrl repository,
            @Nullable BranchName branch,
            @Nullable Integer depth)
            implements GitRequest {}

    record FetchRequested(GitTarget target) implements GitRequest {}

    /**
     * Get what is new, and put one's own commits on top.
     *
     * @param dryRun only tell whether there would be conflicts
     */
    record PullRequested(GitTarget target, boolean dryRun) implements GitRequest {}

    /**
     * Commit what was changed.
     *
     * @param paths empty: all that changed
     */
    record CommitRequested(GitTarget target, String message, List<FilePath> paths)
            implements GitRequest {
        public CommitRequested {
            paths = List.copyOf(paths);
        }
    }

    /** Goes to a branch named after both, never to another, and never by force. */
    record PushRequested(GitTarget target, String agentId, String taskId) implements GitRequest {}

    record ReleaseRequested(GitTarget target) implements GitRequest {}
}
