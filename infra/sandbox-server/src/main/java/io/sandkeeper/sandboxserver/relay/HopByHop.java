package io.sandkeeper.sandboxserver.relay;

import io.sandkeeper.sandboxserver.http.Headers;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The header fields that speak about one connection only and must not travel further. */
final class HopByHop {
    private static final Set<String> ALWAYS =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    // Told anew from the body's framing.
                    "content-length",
                    // Our own HTTP server has answered it already.
                    "expect",
                    "http2-settings");

    private HopByHop() {}

    static Headers without(Headers headers) {
        var dropped = new HashSet<>(ALWAYS);
        dropped.addAll(tokens(headers, "Connection"));
        var kept = new Headers();
        headers.forEach(
                (name, value) -> {
                    if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                        kept.add(name, value);
                    }
                });
        return kept;
    }

    /** The comma-separated words of a field, in lower case. */
    static List<String> tokens(Headers headers, String name) {
        return headers.all(name).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(token -> token.strip().toLowerCase(Locale.ROOT))
                .filter(token -> !token.isEmpty())
                .toList();
    }
}
