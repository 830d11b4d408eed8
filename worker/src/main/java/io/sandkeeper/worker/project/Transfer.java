package io.sandkeeper.worker.project;

import io.sandkeeper.worker.provider.Answer;

import java.util.List;

/** What became of bringing a project from one sandbox into another. */
public sealed interface Transfer {
    /**
     * @param manifest what the new sandbox should have now, by hashes of what travelled; {@link
     *     ProjectFolder#verify} tells whether it has
     * @param leftOut what the old one has and the new one has not
     * @param gaps the same by their paths
     * @param bytes that travelled
     */
    record Moved(Manifest manifest, List<LeftOut> leftOut, Gaps gaps, long bytes)
            implements Transfer {
        public Moved {
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * The old one did not give its files: another source is needed.
     *
     * @param why never {@link Answer.Done}
     */
    record SourceFailed(Answer<Void> why) implements Transfer {}

    /**
     * The new one did not take them: another sandbox is needed, or another try.
     *
     * @param why never {@link Answer.Done}
     */
    record TargetFailed(Answer<Void> why) implements Transfer {}
}
