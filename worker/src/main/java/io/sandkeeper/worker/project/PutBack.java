package io.sandkeeper.worker.project;

import java.util.Optional;

/** What became of something that was to be put back. */
public record PutBack(ProjectPath path, Outcome outcome) {
    public sealed interface Outcome {
        /**
         * @param copy where what was found in its place is now
         */
        record Restored(Optional<ProjectPath> copy) implements Outcome {}

        /** It is not as it was seen: somebody changed it, and that is what counts. */
        record ChangedMeanwhile() implements Outcome {}

        /**
         * @param why for people
         */
        record NotRestored(String why) implements Outcome {}
    }
}
