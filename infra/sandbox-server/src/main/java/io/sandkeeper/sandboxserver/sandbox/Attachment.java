package io.sandkeeper.sandboxserver.sandbox;

import java.util.Map;

/** Something that starts with a sandbox's cell and ends with it: its way out, its daemon. */
public interface Attachment extends AutoCloseable {
    /** What it adds to the environment of every command. */
    Map<String, String> environment();

    @Override
    void close();
}
