package io.sandkeeper.worker.mongo;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A wire between driver and server that can be cut at a chosen message. */
public final class Wire implements AutoCloseable {
    private final ServerSocket listener;
    private final URI server;
    private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NONE);

    /**
     * @param word only a message with this word in it is cut
     * @param arrives whether the message still reaches the server, and only its answer does not
     *     come back
     * @param before what happens before the driver learns of the cut
     */
    private record Cut(String word, boolean arrives, Runnable before) {
        static final Cut NONE = new Cut("", false, () -> {});

        boolean hits(byte[] message) {
            return !word.isEmpty()
                    && new String(message, StandardCharsets.ISO_8859_1).contains(word);
        }
    }

    private Wire(ServerSocket listener, URI server) {
        this.listener = listener;
        this.server = server;
    }

    public static Wire to(String uri) {
        try {
            var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var wire = new Wire(listener, URI.create(uri));
            Thread.ofVirtual().start(wire::listen);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String uri() {
        return "mongodb://127.0.0.1:%d/?directConnection=true".formatted(listener.getLocalPort());
    }

    /** The server does what the next message with this word asks for; nobody hears of it. */
    public void loseAnswerTo(String word, Runnable before) {
        next.set(new Cut(word, true, before));
    }

    /** The next message with this word does not arrive. */
    public void loseRequest(String word) {
        next.set(new Cut(word, false, () -> {}));
    }

    private void listen() {
        try {
            while (true) {
                var driver = listener.accept();
                var connection =
                        new Connection(driver, new Socket(server.getHost(), server.getPort()));
                Thread.ofVirtual().start(() -> connection.pump(connection::requests));
                Thread.ofVirtual().start(() -> connection.pump(connection::answers));
            }
        } catch (SocketException _) {
            // The wire was closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Pump {
        void run() throws IOException;
    }

    private final class Connection {
        private final Socket driver;
        private final Socket end;
        private final AtomicReference<Optional<Cut>> lost = new AtomicReference<>(Optional.empty());

        Connection(Socket driver, Socket end) {
            this.driver = driver;
            this.end = end;
        }

        void requests() throws IOException {
            var out = end.getOutputStream();
            while (true) {
                var message = message(driver.getInputStream());
                var cut = next.get();
                if (cut.hits(message) && next.compareAndSet(cut, Cut.NONE)) {
                    lost.set(Optional.of(cut));
                    if (!cut.arrives()) {
                        return;
                    }
                }
                send(out, message);
            }
        }

        void answers() throws IOException {
            while (true) {
                var message = message(end.getInputStream());
                var cut = lost.get();
                if (cut.isPresent()) {
                    cut.get().before().run();
                    return;
                }
                send(driver.getOutputStream(), message);
            }
        }

        void pump(Pump pump) {
            try (driver;
                    end) {
                pump.run();
            } catch (SocketException | EOFException _) {
                // One side hung up; so does the other.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void send(OutputStream out, byte[] message) throws IOException {
            out.write(message);
            out.flush();
        }

        private static byte[] message(InputStream in) throws IOException {
            var data = new DataInputStream(in);
            var head = new byte[4];
            data.readFully(head);
            var length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
            var message = ByteBuffer.allocate(length).put(head).array();
            data.readFully(message, 4, length - 4);
            return message;
        }
    }
}
