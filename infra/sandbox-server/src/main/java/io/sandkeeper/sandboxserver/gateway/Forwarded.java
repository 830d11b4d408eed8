package io.sandkeeper.sandboxserver.gateway;

import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.Request;

import java.net.InetSocketAddress;
import java.util.Optional;

/** The headers that a web server in a sandbox sees: the client's own, and where they came from. */
final class Forwarded {
    private Forwarded() {}

    static Headers headers(Request request, int port, Optional<String> maskRequestHost) {
        var headers = request.headers().copy();
        // It opens the sandbox's ports: nothing that runs inside needs to learn it.
        headers.remove(TrafficToken.HEADER);
        var host = request.headers().first("Host").orElse("");
        if (!headers.has("X-Forwarded-Host")) {
            headers.add("X-Forwarded-Host", host);
        }
        if (!headers.has("X-Forwarded-Proto")) {
            headers.add("X-Forwarded-Proto", "http");
        }
        headers.set("X-Forwarded-For", chain(request));
        maskRequestHost
                .map(mask -> mask.replace("${PORT}", Integer.toString(port)))
                .ifPresent(mask -> headers.set("Host", mask));
        return headers;
    }

    private static String chain(Request request) {
        var before = request.headers().all("X-Forwarded-For");
        var peer =
                request.remote() instanceof InetSocketAddress remote
                        ? remote.getAddress().getHostAddress()
                        : "unknown";
        return before.isEmpty() ? peer : String.join(", ", before) + ", " + peer;
    }
}
