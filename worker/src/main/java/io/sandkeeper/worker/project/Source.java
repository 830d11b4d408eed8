package io.sandkeeper.worker.project;

import java.io.IOException;
import java.io.InputStream;

/** Where contents come from. */
@FunctionalInterface
public interface Source {
    InputStream open(Entry.File file) throws IOException;
}
