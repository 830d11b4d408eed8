package io.sandkeeper.bench.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Lines of text between the benchmark and what it measures, each waiting for the other's word. */
public final class Wire implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final PrintWriter out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    public static Wire to(int port) throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public void say(String line) {
        out.println(line);
    }

    public String hear() throws IOException {
        var line = in.readLine();
        if (line == null) {
            throw new IOException("the other end is gone");
        }
        return line;
    }

    public void await(String word) throws IOException {
        var line = hear();
        if (!line.equals(word)) {
            throw new IOException("expected \"%s\" and heard \"%s\"".formatted(word, line));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
