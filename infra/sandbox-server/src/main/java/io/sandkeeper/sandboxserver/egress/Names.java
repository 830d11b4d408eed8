package io.sandkeeper.sandboxserver.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. */
@FunctionalInterface
interface Names {
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
