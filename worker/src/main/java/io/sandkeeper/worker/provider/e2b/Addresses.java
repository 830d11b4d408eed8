package io.sandkeeper.worker.provider.e2b;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where a name leads, and whether that is out in the world. */
@FunctionalInterface
interface Addresses {
    /**
     * Names under {@code localhost} are this machine's, by definition; many resolvers do not know
     * them.
     */
    Addresses USUAL =
            host ->
                    host.equals("localhost") || host.endsWith(".localhost")
                            ? InetAddress.getLoopbackAddress()
                            : InetAddress.getByName(host);

    InetAddress resolve(String host) throws UnknownHostException;

    /** A machine's, a house's or a cloud's own, and nothing that a sandbox is reached at. */
    static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (address instanceof Inet6Address
                        ? isPrivate6(address.getAddress())
                        : isPrivate4(address.getAddress()));
    }

    private static boolean isPrivate4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first == 0
                || first >= 240
                // Shared by providers' customers.
                || (first == 100 && second >= 64 && second < 128)
                || (first == 192 && second == 0 && bytes[2] == 0)
                || (first == 198 && (second == 18 || second == 19));
    }

    /** Unique local ones, and those that stand for an address of the older protocol. */
    private static boolean isPrivate6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean uniqueLocal = (first & 0xfe) == 0xfc;
        boolean translated = first == 0 && second == 0x64;
        boolean tunnelled = first == 0x20 && second == 0x02;
        boolean compatible = true;
        for (int i = 0; i < 12; i++) {
            compatible &= bytes[i] == 0;
        }
        return uniqueLocal || translated || tunnelled || compatible;
    }
}
