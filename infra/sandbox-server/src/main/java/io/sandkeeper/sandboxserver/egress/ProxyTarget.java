package io.sandkeeper.sandboxserver.egress;

import io.sandkeeper.sandboxserver.http.Request;

import java.util.Locale;

/** What a proxy is asked for. */
sealed interface ProxyTarget {
    HostPort destination();

    /** A bare connection. */
    record Tunnel(HostPort destination) implements ProxyTarget {}

    /**
     * A plain HTTP request.
     *
     * @param authority the host as the client wrote it, for the Host field
     * @param origin path and query
     */
    record Plain(HostPort destination, String authority, String origin) implements ProxyTarget {}

    /**
     * Reads the request line.
     *
     * @throws IllegalArgumentException when this is no request to a proxy
     */
    static ProxyTarget of(Request request) {
        if (request.method().equals("CONNECT")) {
            return new Tunnel(HostPort.parse(request.target()));
        }
        var target = request.target();
        var scheme = "http://";
        if (!target.toLowerCase(Locale.ROOT).startsWith(scheme)) {
            throw new IllegalArgumentException("not in absolute form");
        }
        var rest = target.substring(scheme.length());
        int end = endOfAuthority(rest);
        // Credentials in a URL are the client's business; a proxy must not pass them on as a host.
        var authority = rest.substring(rest.lastIndexOf('@', end) + 1, end);
        return new Plain(destination(authority), authority, origin(rest.substring(end)));
    }

    private static int endOfAuthority(String rest) {
        for (int at = 0; at < rest.length(); at++) {
            if ("/?#".indexOf(rest.charAt(at)) >= 0) {
                return at;
            }
        }
        return rest.length();
    }

    private static HostPort destination(String authority) {
        boolean withPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
        return withPort ? HostPort.parse(authority) : new HostPort(authority, 80);
    }

    private static String origin(String rest) {
        return rest.startsWith("/") ? rest : "/" + rest;
    }
}
