package io.sandkeeper.local.stack;

import java.net.URI;

/** Reads host and port out of what people give as an address. */
final class Addresses {
    private Addresses() {}

    /** Of {@code host:port} or {@code host:port,host:port}, the first. */
    static Probe probe(String servers, int defaultPort) {
        var first = servers.split(",", 2)[0].strip();
        var colon = first.lastIndexOf(':');
        return colon < 0
                ? Probe.port(first, defaultPort)
                : Probe.port(
                        first.substring(0, colon), Integer.parseInt(first.substring(colon + 1)));
    }

    static Probe probe(URI address) {
        var port = address.getPort();
        if (port < 0) {
            port = "https".equals(address.getScheme()) ? 443 : 80;
        }
        return Probe.port(address.getHost(), port);
    }

    /** The hosts of a MongoDB connection string. */
    static String hostOf(String mongodbUri) {
        var rest = mongodbUri.substring(mongodbUri.indexOf("://") + 3);
        var hosts = rest.split("[/?]", 2)[0];
        return hosts.substring(hosts.lastIndexOf('@') + 1);
    }

    static String withoutPassword(String mongodbUri) {
        return mongodbUri.replaceFirst("://[^/@]*@", "://…@");
    }
}
