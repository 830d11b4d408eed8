package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.MongoServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A MongoDB-wire server on a local port, for tests and for trying things out. It forgets everything
 * when it is closed.
 *
 * <p>It is one server without replication: it accepts majority concerns and has nothing to wait
 * for. Indexes with an expiry are honoured, once a second. It knows no sessions, transactions,
 * change streams, pipeline updates, collations, or text and geo indexes, and pays no heed to hints.
 * A collection is locked as a whole while a command looks at it.
 */
public final class EmbeddedStore implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final MongoServer server;
    private final StoreBackend backend;
    private final InetSocketAddress address;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("store-expiry").daemon().factory());

    private EmbeddedStore(MongoServer server, StoreBackend backend) {
        this.server = server;
        this.backend = backend;
        this.address = server.getLocalAddress();
        long period = SWEEP.toMillis();
        var _ =
                sweeper.scheduleWithFixedDelay(
                        backend::expire, period, period, TimeUnit.MILLISECONDS);
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
        StoreBackend backend = new StoreBackend(clock);
        MongoServer server = new MongoServer(backend);
        try {
            server.bind(address, 1, Math.max(2, Runtime.getRuntime().availableProcessors()));
        } catch (Exception refused) {
            // The bind throws a checked exception that it does not declare, and leaves its threads
            // behind.
            server.shutdownNow();
            String where = address.getAddress().getHostAddress() + ":" + address.getPort();
            throw new UncheckedIOException(
                    where + ": " + refused.getMessage(), new IOException(refused));
        }
        return new EmbeddedStore(server, backend);
    }

    public InetSocketAddress address() {
        return address;
    }

    /** What a driver connects to. */
    public String uri() {
        return "mongodb://" + address.getHostString() + ":" + address.getPort() + "/";
    }

    /**
     * How many documents queries have looked at so far. A query that an index serves looks at few.
     */
    public long documentsExamined() {
        return backend.examined().documents();
    }

    /** How many index entries queries have looked at so far. */
    public long keysExamined() {
        return backend.examined().keys();
    }

    /** Deletes what is over by now. Happens by itself every second. */
    void expire() {
        backend.expire();
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        server.shutdownNow();
    }
}
