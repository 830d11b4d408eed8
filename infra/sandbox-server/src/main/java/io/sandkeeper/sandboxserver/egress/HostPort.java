package io.sandkeeper.sandboxserver.egress;

import java.util.Locale;

/** A destination as it is named: a host name or an address, and a port. */
public record HostPort(String host, int port) {
    public HostPort {
        host = normalized(host);
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not host:port: " + host + ":" + port);
        }
    }

    /** Reads {@code host:port}, {@code [v6]:port}. */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    boolean isLoopbackName() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static String normalized(String host) {
        var plain =
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        plain = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        return plain.toLowerCase(Locale.ROOT);
    }
}
