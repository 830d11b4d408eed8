package io.sandkeeper.sandboxserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One request and its answer on a virtual thread of its own: blocking calls are fine. Reading the
 * body and writing the answer may happen in two threads, but each in one at a time; {@link
 * #abort()} may come from any thread. The framing headers (Content-Length, Transfer-Encoding,
 * Connection) are the server's: those that a handler gives are left out.
 */
public interface Exchange {
    Request request();

    /**
     * The body, whatever its framing; empty when there is none. It ends or throws, and never reads
     * past its end.
     */
    InputStream body();

    /** Answers with a body of a known length. */
    void answer(int status, Headers headers, byte[] body) throws IOException;

    /**
     * Answers with a body whose length is not known; each flush reaches the client. Closing ends
     * it; leaving it open and calling {@link #abort()} lets the client see that it is incomplete.
     */
    OutputStream stream(int status, Headers headers) throws IOException;

    /**
     * Answers with exactly {@code length} bytes written to the returned stream. To HEAD and for 304
     * the length is said and the bytes are dropped.
     */
    OutputStream stream(int status, Headers headers, long length) throws IOException;

    /**
     * Gives the bare connection away: after it no HTTP is spoken here. Used for upgrades and
     * CONNECT. The caller writes the head of the answer itself. It stays open after the handler has
     * returned, until it is closed.
     */
    Tunnel tunnel() throws IOException;

    /** Drops the connection at once, with a reset where the platform can. */
    void abort();

    /** True when a head was sent or the connection was given away. */
    boolean answered();
}
