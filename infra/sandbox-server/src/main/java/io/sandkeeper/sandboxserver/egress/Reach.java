package io.sandkeeper.sandboxserver.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Whether an address belongs to the internet, or to somebody's own machines. */
enum Reach {
    PUBLIC,
    PRIVATE;

    private static final List<AddressRange> PRIVATE_V4 =
            ranges(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    // Clouds give a machine's credentials away at one of these.
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3");

    /** Of IPv6 little is public; the ranges that carry an IPv4 address inside lead anywhere. */
    private static final AddressRange PUBLIC_V6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> NOT_PUBLIC_V6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    static Reach of(InetAddress address) {
        if (address instanceof Inet4Address) {
            return PRIVATE_V4.stream().anyMatch(range -> range.contains(address))
                    ? PRIVATE
                    : PUBLIC;
        }
        return PUBLIC_V6.contains(address)
                        && NOT_PUBLIC_V6.stream().noneMatch(range -> range.contains(address))
                ? PUBLIC
                : PRIVATE;
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::of).toList();
    }
}
