package io.sandkeeper.sandboxserver.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP/1.1 server: a virtual thread for each connection, blocking calls throughout. One server
 * may serve many listening sockets; its limits hold for all of them together.
 */
public final class HttpServer implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final Duration BREATH = Duration.ofMillis(20);

    private final HttpLimits limits;
    private final InstantSource time;
    private final OpenConnections open;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Thread sweeper;

    public HttpServer(HttpLimits limits, InstantSource time) {
        this.limits = limits;
        this.time = time;
        this.open = new OpenConnections(limits.connections());
        this.sweeper = Thread.ofVirtual().name("http-sweeper").start(this::sweepOnAndOn);
    }

    /** Serves a socket until the result, or this server, is closed; both close the socket. */
    public Listener serve(ServerSocketChannel socket, Handler handler) {
        var listener = new Listener(socket, handler);
        listeners.add(listener);
        listener.acceptor.start();
        return listener;
    }

    public int connections() {
        return open.count();
    }

    /** Drops the connections that missed their deadline. */
    void sweep() {
        open.dropLate(time.millis());
    }

    @Override
    public void close() {
        sweeper.interrupt();
        listeners.forEach(Listener::close);
        open.closeAll();
    }

    private void sweepOnAndOn() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(SWEEP.toNanos());
            sweep();
        }
    }

    /** A socket that is served. */
    public final class Listener implements AutoCloseable {
        private final ServerSocketChannel socket;
        private final Handler handler;
        private final Thread acceptor;

        private Listener(ServerSocketChannel socket, Handler handler) {
            this.socket = socket;
            this.handler = handler;
            this.acceptor = Thread.ofVirtual().name("http-listener").unstarted(this::accept);
        }

        private void accept() {
            while (socket.isOpen()) {
                try {
                    serve(socket.accept());
                } catch (ClosedChannelException _) {
                    return;
                } catch (IOException _) {
                    // Out of file descriptors, most likely: make room, and do not spin until there
                    // is some.
                    open.dropLongestIdle();
                    LockSupport.parkNanos(BREATH.toNanos());
                }
            }
        }

        private void serve(SocketChannel channel) throws IOException {
            var connection = new Connection(channel, handler, limits, time, open);
            if (open.add(connection)) {
                Thread.ofVirtual().name("http-connection").start(connection);
            } else {
                channel.close();
            }
        }

        /**
         * Afterwards the port is free: the platform lets go of it only when the last accept has
         * ended.
         */
        @Override
        public void close() {
            listeners.remove(this);
            try {
                socket.close();
                acceptor.join();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
