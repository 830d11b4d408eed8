package io.sandkeeper.worker.provider.e2b;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers, byte by byte, whatever a test wants it to. */
final class RawServer implements AutoCloseable {
    /** Serves one request; the connection stays open unless the script closes it. */
    interface Script {
        void serve(Asked asked, OutputStream out) throws IOException;
    }

    record Asked(
            String method,
            String target,
            Map<String, String> headers,
            String body,
            Socket connection) {
        /** Ends the connection the rude way. */
        void reset() throws IOException {
            connection.setSoLinger(true, 0);
            connection.close();
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    RawServer(Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Every request that came, in order. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    static void answer(OutputStream out, int status, String body) throws IOException {
        answer(out, status, "", body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param headers each with its line end
     */
    static void answer(OutputStream out, int status, String headers, byte[] body)
            throws IOException {
        var head =
                "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n"
                        .formatted(status, headers, body.length);
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var connection = listener.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            while (!connection.isClosed()) {
                var line = line(in);
                if (line.isEmpty()) {
                    return;
                }
                var parts = line.split(" ", 3);
                var headers = headers(in);
                var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
                var body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
                var request = new Asked(parts[0], parts[1], headers, body, connection);
                asked.add(request);
                script.serve(request, connection.getOutputStream());
                if (headers.containsKey("transfer-encoding")) {
                    // Whoever streams a body does not wait for what it says; it is not kept.
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (IOException _) {
            // The other side went away, or the test is over.
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
