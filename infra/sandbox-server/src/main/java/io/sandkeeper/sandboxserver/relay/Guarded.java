package io.sandkeeper.sandboxserver.relay;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * An upstream's socket, whose failures can be told from those of the body that is written to it.
 */
final class Guarded extends OutputStream {
    static final class Failure extends IOException {
        Failure(IOException cause) {
            super(cause);
        }
    }

    private final Socket socket;

    Guarded(Socket socket) {
        this.socket = socket;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            socket.getOutputStream().write(bytes, offset, length);
        } catch (IOException failure) {
            throw new Failure(failure);
        }
    }
}
