package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.MongoServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;

/**
 * A MongoDB-wire server on a local port, for tests and for trying things out. It forgets everything
 * when it is closed.
 *
 * <p>It is one server without replication: it accepts majority concerns and has nothing to wait
 * for. It knows no sessions, transactions, change streams or pipeline updates.
 */
public final class EmbeddedStore implements AutoCloseable {
    private final MongoServer server;
    private final InetSocketAddress address;

    private EmbeddedStore(MongoServer server) {
        this.server = server;
        this.address = server.getLocalAddress();
    }

    /** Starts a store on the loopback address. Port 0 takes a free one. */
    public static EmbeddedStore start(int port) {
        return start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    public static EmbeddedStore start(InetSocketAddress address) {
        return start(address, InstantSource.system());
    }

    /**
     * As {@link #start(InetSocketAddress)}, with a clock of the caller's, by which indexes with an
     * expiry forget.
     */
    public static EmbeddedStore start(InetSocketAddress address, InstantSource clock) {
        MongoServer server = new MongoServer(new StoreBackend(clock));
        try {
            server.bind(address, 1, Math.max(2, Runtime.getRuntime().availableProcessors()));
        } catch (Exception refused) {
            // The bind throws a checked exception that it does not declare, and leaves its threads
            // behind.
            server.shutdownNow();
            throw new UncheckedIOException(
                    address + " cannot be bound: " + refused.getMessage(),
                    new IOException(refused));
        }
        return new EmbeddedStore(server);
    }

    public InetSocketAddress address() {
        return address;
    }

    /** What a driver connects to. */
    public String uri() {
        return "mongodb://" + address.getHostString() + ":" + address.getPort() + "/";
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
