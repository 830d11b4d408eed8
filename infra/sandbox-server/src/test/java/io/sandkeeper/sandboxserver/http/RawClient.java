package io.sandkeeper.sandboxserver.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says exactly what it is told to. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
    }

    RawClient say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    RawClient sayNoMore() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** What comes up to and with the given text. */
    String hearUntil(String end) throws IOException {
        var heard = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            heard.write(b);
            if (heard.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
                return heard.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new AssertionError("the end came first, after: " + heard);
    }

    String hearAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    boolean hearsTheEnd() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
