package io.sandkeeper.sandboxserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection without HTTP. What the client already sent behind its head comes first. */
public interface Tunnel extends AutoCloseable {
    InputStream input();

    OutputStream output();

    /** Tells the peer that nothing more comes, and keeps reading. */
    void closeOutput() throws IOException;

    @Override
    void close();
}
