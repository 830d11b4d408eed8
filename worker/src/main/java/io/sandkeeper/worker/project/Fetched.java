package io.sandkeeper.worker.project;

import java.util.List;

/**
 * What became of files that were to be fetched.
 *
 * @param files as they were fetched: one that was written meanwhile is here with what it is now
 * @param gone what is no longer there
 * @param leftOut what never kept still
 */
public record Fetched(List<Entry.File> files, List<ProjectPath> gone, List<LeftOut> leftOut) {
    public Fetched {
        files = List.copyOf(files);
        gone = List.copyOf(gone);
        leftOut = List.copyOf(leftOut);
    }
}
