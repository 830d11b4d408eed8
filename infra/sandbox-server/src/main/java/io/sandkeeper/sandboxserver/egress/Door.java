package io.sandkeeper.sandboxserver.egress;

import io.sandkeeper.sandboxserver.http.Tunnel;
import io.sandkeeper.sandboxserver.relay.Splice;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A service of the host that sandboxes may reach, at the same port of a sandbox's own loopback:
 * clients leave loopback addresses out of their proxy, and many speak no HTTP.
 */
final class Door implements AutoCloseable {
    private final EgressSettings settings;
    private final Departure departure;
    private final Guest guest;
    private final HostPort service;
    private final ServerSocketChannel listener;

    private Door(
            EgressSettings settings,
            Departure departure,
            Guest guest,
            HostPort service,
            ServerSocketChannel listener) {
        this.settings = settings;
        this.departure = departure;
        this.guest = guest;
        this.service = service;
        this.listener = listener;
    }

    static Door open(EgressSettings settings, Departure departure, Guest guest, HostPort service)
            throws IOException {
        var listener = guest.cell().listen(service.port());
        var door = new Door(settings, departure, guest, service, listener);
        Thread.ofVirtual().name("door " + service).start(door::accept);
        return door;
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                Thread.ofVirtual().name("through " + service).start(() -> lead(client));
            }
        } catch (ClosedChannelException _) {
            // Closed with its sandbox.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void lead(SocketChannel client) {
        try (client;
                var upstream = departure.connect(service, new Border(settings, guest.network()));
                var _ = guest.connections().add(() -> cut(client, upstream))) {
            Splice.join(new ClientTunnel(client), upstream);
        } catch (IOException _) {
            // Denied or not there: a closed connection is all that can be said without HTTP.
        }
    }

    private static void cut(SocketChannel client, SocketChannel upstream) {
        try (client;
                upstream) {
            // Closing is all.
        } catch (IOException _) {
            // Sockets that fail to close are gone all the same.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException _) {
            // The sandbox that it was for is gone anyway.
        }
    }

    private record ClientTunnel(SocketChannel channel) implements Tunnel {
        @Override
        public InputStream input() {
            try {
                return channel.socket().getInputStream();
            } catch (IOException closed) {
                return InputStream.nullInputStream();
            }
        }

        @Override
        public OutputStream output() {
            try {
                return channel.socket().getOutputStream();
            } catch (IOException closed) {
                return OutputStream.nullOutputStream();
            }
        }

        @Override
        public void closeOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException _) {
                // It is closed as far as we are concerned.
            }
        }
    }
}
