package io.sandkeeper.sandboxserver.relay;

import io.sandkeeper.sandboxserver.http.Headers;

import java.util.Optional;

/** The wish for another protocol on this connection. */
final class Upgrade {
    private Upgrade() {}

    /**
     * The protocol asked for. HTTP/2 is left out: it is only an offer, which JDK clients make with
     * every first request, and a server that took it up would speak frames that we cannot check.
     */
    static Optional<String> wanted(Headers request) {
        if (!HopByHop.tokens(request, "Connection").contains("upgrade")) {
            return Optional.empty();
        }
        return request.first("Upgrade").filter(protocol -> !protocol.equalsIgnoreCase("h2c"));
    }
}
