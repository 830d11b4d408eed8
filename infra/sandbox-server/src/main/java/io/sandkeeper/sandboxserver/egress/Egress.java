package io.sandkeeper.sandboxserver.egress;

import io.sandkeeper.sandboxserver.http.HttpServer;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.io.IOException;
import java.util.ArrayList;

/**
 * What goes out of sandboxes. Where each has a network of its own, this is the only way: HTTP and
 * CONNECT through a proxy, and the host's services that the operator named; anything else has no
 * route. Where the host's network is shared, the proxy is there too, but nobody is made to use it.
 */
public final class Egress implements AutoCloseable {
    /** Beside the daemon's own port, where no web server of a user is expected. */
    private static final int PROXY_PORT = 49982;

    private static final int ANY_PORT = 0;

    private final EgressSettings settings;
    private final HttpServer server;
    private final boolean ownNetwork;
    private final SystemNames names = new SystemNames();
    private final Departure departure = new Departure(names);

    /**
     * Opens nothing yet.
     *
     * @param server serves the proxies' sockets
     * @param ownNetwork whether each sandbox has a loopback of its own
     */
    public Egress(EgressSettings settings, HttpServer server, boolean ownNetwork) {
        this.settings = settings;
        this.server = server;
        this.ownNetwork = ownNetwork;
    }

    /** Opens the way out of a sandbox whose cell has just been started. */
    public WayOut open(Guest guest) throws IOException {
        var open = new ArrayList<AutoCloseable>();
        try {
            var socket = guest.cell().listen(ownNetwork ? PROXY_PORT : ANY_PORT);
            int port = socket.socket().getLocalPort();
            open.add(server.serve(socket, new Proxy(settings, departure, guest)));
            if (ownNetwork) {
                for (var service : settings.allowHosts()) {
                    if (service.isLoopbackName()) {
                        open.add(Door.open(settings, departure, guest, service));
                    }
                }
            }
            return new WayOut(port, open);
        } catch (IOException failure) {
            new WayOut(ANY_PORT, open).close();
            throw failure;
        }
    }

    @Override
    public void close() {
        names.close();
    }
}
