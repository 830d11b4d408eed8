package io.sandkeeper.worker.provider.e2b;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A loopback port where nobody listens. It is bound, so that nobody else gets it as long as the
 * test needs it closed.
 */
final class ClosedPort implements AutoCloseable {
    private final Socket bound = new Socket();

    ClosedPort() throws IOException {
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int number() {
        return bound.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        bound.close();
    }
}
