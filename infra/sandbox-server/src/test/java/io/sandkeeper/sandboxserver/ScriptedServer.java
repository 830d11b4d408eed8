package io.sandkeeper.sandboxserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Listens on a free loopback port and says to every connection what the test tells it to. */
public final class ScriptedServer implements AutoCloseable {
    /** One connection, as the script sees it. */
    public record Peer(Socket socket, InputStream in, OutputStream out) {
        public void say(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }

        /** Reads up to and with the empty line; no byte behind it. */
        public String head() throws IOException {
            return readThrough("\r\n\r\n");
        }

        public String readThrough(String end) throws IOException {
            var text = new StringBuilder();
            while (text.indexOf(end) < 0) {
                int read = in.read();
                if (read < 0) {
                    throw new IOException("closed behind: " + text);
                }
                text.append((char) read);
            }
            return text.toString();
        }

        public String read(int length) throws IOException {
            return new String(in.readNBytes(length), ISO_8859_1);
        }

        public String readAll() throws IOException {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    @FunctionalInterface
    public interface Script {
        void play(Peer peer) throws Exception;
    }

    private final ServerSocket listener;

    public ScriptedServer(Script script) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(script));
    }

    /** Answers every request on a connection with the same bytes, then closes. */
    public static ScriptedServer saying(String answer) throws IOException {
        return new ScriptedServer(
                peer -> {
                    peer.head();
                    peer.say(answer);
                });
    }

    public static Peer connect(int port) throws IOException {
        return peer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> play(script, socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void play(Script script, Socket socket) {
        try (socket) {
            script.play(peer(socket));
        } catch (Exception _) {
            // The other side's test says what it expected.
        }
    }

    private static Peer peer(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        return new Peer(
                socket, new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
