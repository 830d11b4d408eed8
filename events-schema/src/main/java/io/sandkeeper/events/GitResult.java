package io.sandkeeper.events;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What became of a git operation. */
public sealed interface GitResult extends Event {
    About about();

    @Override
    default String subject() {
        return about().subject();
    }

    /**
     * Which operation a result is about: the part that all results share.
     *
     * @param sequence counts the operation's events, from 1
     * @param attempt counts from 1
     */
    record About(
            OperationId operationId,
            Operation operation,
            int sequence,
            @Nullable WorkspaceId workspaceId,
            @Nullable SessionId sessionId,
            @Nullable SandboxId sandboxId,
            int attempt,
            Cause cause) {
        public About {
            if (workspaceId == null && sessionId == null) {
                throw new IllegalArgumentException("neither a workspace nor a session is named");
            }
        }

        String subject() {
            return sessionId == null
                    ? Objects.requireNonNull(workspaceId).value()
                    : sessionId.value();
        }
    }

    record Started(About about) implements GitResult {}

    record Progressed(About about, String phase, @Nullable Integer percent) implements GitResult {}

    record Completed(
            About about,
            Workspace workspace,
            Duration took,
            Spent spent,
            @Nullable Instant expiresAt)
            implements GitResult {}

    /** Needs a person or an agent who decides; not retried. */
    record Conflicted(About about, int fileCount, List<String> files) implements GitResult {
        public Conflicted {
            files = List.copyOf(files);
        }
    }

    record Failed(About about, Advice advice) implements GitResult {}

    /**
     * A clone as it is now.
     *
     * @param head the commit that is checked out
     * @param ahead commits that the remote branch does not have
     */
    record Workspace(
            GitUrl repository,
            @Nullable BranchName branch,
            @Nullable String head,
            @Nullable String baseHead,
            @Nullable Integer ahead,
            @Nullable Integer behind) {}

    record Spent(BigDecimal sandboxSeconds, @Nullable BigDecimal costUsd) {}

    enum Operation {
        CLONE,
        FETCH,
        PULL,
        COMMIT,
        PUSH,
        RELEASE
    }
}
