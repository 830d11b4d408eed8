package io.sandkeeper.sandboxserver.egress;

import java.util.List;
import java.util.Map;

/** The way out of one sandbox, open until it is closed. */
public final class WayOut implements AutoCloseable {
    private static final String OWN = "localhost,127.0.0.1,::1";

    private final int port;
    private final List<? extends AutoCloseable> listeners;

    WayOut(int port, List<? extends AutoCloseable> listeners) {
        this.port = port;
        this.listeners = List.copyOf(listeners);
    }

    /** What tells the usual tools of the proxy; in both cases, as they disagree about it. */
    public Map<String, String> environment() {
        var proxy = "http://127.0.0.1:" + port;
        return Map.of(
                "http_proxy", proxy,
                "https_proxy", proxy,
                "HTTP_PROXY", proxy,
                "HTTPS_PROXY", proxy,
                "no_proxy", OWN,
                "NO_PROXY", OWN,
                // Node's own fetch looks at none of them without it.
                "NODE_USE_ENV_PROXY", "1");
    }

    @Override
    public void close() {
        for (var listener : listeners) {
            try {
                listener.close();
            } catch (Exception failure) {
                System.getLogger(WayOut.class.getName())
                        .log(System.Logger.Level.DEBUG, "a listener did not close", failure);
            }
        }
    }
}
