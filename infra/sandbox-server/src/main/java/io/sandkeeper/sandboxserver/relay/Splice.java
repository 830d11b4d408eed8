package io.sandkeeper.sandboxserver.relay;

import io.sandkeeper.sandboxserver.http.Tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Joins two connections until both directions have ended. A side that says that nothing more comes
 * may still listen.
 */
public final class Splice {
    private static final int BUFFER = 32 * 1024;

    /**
     * How long a client may hold a connection open whose upstream is done; an upstream that died
     * looks the same, and clients exist that never close.
     */
    private static final Duration LINGER = Duration.ofSeconds(30);

    private Splice() {}

    /** Joins, and closes both when it returns. */
    public static void join(Tunnel client, SocketChannel upstream) throws IOException {
        try (upstream) {
            join(client, upstream.socket(), upstream.socket().getInputStream());
        }
    }

    /**
     * Joins a socket that was read from before.
     *
     * @param input the upstream's socket as far as it was not read yet
     */
    static void join(Tunnel client, Socket upstream, InputStream input) throws IOException {
        var upwards =
                Thread.ofVirtual()
                        .name("splice")
                        .start(
                                () ->
                                        pump(
                                                client.input(),
                                                upstream::getOutputStream,
                                                upstream::shutdownOutput,
                                                () -> close(client, upstream)));
        try {
            pump(input, client::output, client::closeOutput, () -> close(client, upstream));
            upwards.join(LINGER);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close(client, upstream);
        }
    }

    private static void pump(
            InputStream from, Source<OutputStream> to, Step atEnd, Runnable atFailure) {
        try {
            var out = to.get();
            var buffer = new byte[BUFFER];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
            atEnd.run();
        } catch (IOException _) {
            // Either side may vanish at any time. The other one is told by its end.
            atFailure.run();
        }
    }

    private static void close(Tunnel client, Socket upstream) {
        client.close();
        try {
            upstream.close();
        } catch (IOException _) {
            // It is closed as far as we are concerned.
        }
    }

    private interface Source<T> {
        T get() throws IOException;
    }

    private interface Step {
        void run() throws IOException;
    }
}
