package io.sandkeeper.sandboxserver.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sandkeeper.sandboxserver.http.Headers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A client's body on its way to the upstream, framed as the client framed it. */
enum RequestBody {
    NONE,
    LENGTH,
    CHUNKED;

    private static final int BUFFER = 32 * 1024;

    static RequestBody of(Headers request) {
        if (request.has("Transfer-Encoding")) {
            return CHUNKED;
        }
        return request.first("Content-Length").filter(length -> !length.equals("0")).isPresent()
                ? LENGTH
                : NONE;
    }

    /** Adds what tells the framing. A length of nought is told too: a POST without one is odd. */
    void frame(Headers client, Headers outgoing) {
        if (this == CHUNKED) {
            outgoing.add("Transfer-Encoding", "chunked");
        } else {
            client.first("Content-Length").ifPresent(it -> outgoing.add("Content-Length", it));
        }
    }

    void copy(InputStream body, OutputStream upstream) throws IOException {
        var buffer = new byte[BUFFER];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            if (read > 0) {
                write(upstream, buffer, read);
            }
        }
        if (this == CHUNKED) {
            upstream.write("0\r\n\r\n".getBytes(US_ASCII));
        }
    }

    private void write(OutputStream upstream, byte[] buffer, int length) throws IOException {
        if (this == CHUNKED) {
            upstream.write((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
            upstream.write(buffer, 0, length);
            upstream.write("\r\n".getBytes(US_ASCII));
        } else {
            upstream.write(buffer, 0, length);
        }
    }
}
