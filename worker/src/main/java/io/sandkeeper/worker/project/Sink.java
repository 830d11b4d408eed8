package io.sandkeeper.worker.project;

import java.io.IOException;
import java.io.InputStream;

/** Where contents go. */
@FunctionalInterface
public interface Sink {
    /**
     * @param content reaches its end only when its size and its hash are those of the file; other
     *     content throws, and is offered again as what it is by then. Read it to its end, keep
     *     nothing of what threw, and let the exception pass
     */
    void take(Entry.File file, InputStream content) throws IOException;
}
