package io.sandkeeper.sandboxserver.egress;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the operator of this server lets sandboxes reach; a sandbox's own policy can only take away.
 *
 * @param internet whether public addresses may be reached at all
 * @param allowHosts what may be reached besides: services on this host, in its private network
 * @param hostAddresses the addresses of this host itself, which count as private although they may
 *     look public
 */
public record EgressSettings(
        boolean internet, Set<HostPort> allowHosts, Set<InetAddress> hostAddresses) {
    public EgressSettings {
        allowHosts = Set.copyOf(allowHosts);
        hostAddresses = Set.copyOf(hostAddresses);
    }

    /** With the addresses that this host has now. */
    public static EgressSettings here(boolean internet, Set<HostPort> allowHosts) {
        try {
            return new EgressSettings(
                    internet,
                    allowHosts,
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .map(EgressSettings::withoutScope)
                            .collect(Collectors.toSet()));
        } catch (SocketException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A link's name is part of an address's equality, and no name server tells it. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
