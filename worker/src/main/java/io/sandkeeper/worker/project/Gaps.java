package io.sandkeeper.worker.project;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is in a sandbox and was not taken. Whoever has the rest must not believe that there is no
 * more, and may fill it from elsewhere.
 *
 * @param paths those that are known, each char one byte; what is below one of them was not taken
 *     either
 * @param complete there are no others
 * @param steady another look would leave out the same
 */
public record Gaps(Set<String> paths, boolean complete, boolean steady) {
    public static final Gaps NONE = new Gaps(Set.of(), true, true);

    public Gaps {
        paths = Set.copyOf(paths);
    }

    /** What was left out once, by the words that are kept of it. */
    public static Gaps told(List<LeftOut> leftOut) {
        var paths = new HashSet<String>();
        var complete = true;
        for (var one : leftOut) {
            if (one.isNamed()) {
                paths.add(one.bytes());
            } else {
                complete = false;
            }
        }
        return new Gaps(paths, complete, true);
    }

    /** Whether it may be there, although it was not taken. */
    public boolean mayHold(ProjectPath path) {
        return !complete || paths.contains(path.bytes()) || path.above().anyMatch(paths::contains);
    }
}
