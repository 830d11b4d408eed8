package io.sandkeeper.sandboxserver.egress;

import java.net.InetAddress;
import java.util.Optional;

/** Addresses that share a prefix: {@code 10.0.0.0/8}, {@code 192.0.2.7}, {@code fd00::/8}. */
record AddressRange(InetAddress first, int bits) {

    /** Nothing when the text is a name or nonsense. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        var address = literal(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int longest = address.get().getAddress().length * 8;
        if (slash < 0) {
            return Optional.of(new AddressRange(address.get(), longest));
        }
        var bits = text.substring(slash + 1);
        return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= longest
                ? Optional.of(new AddressRange(address.get(), Integer.parseInt(bits)))
                : Optional.empty();
    }

    static AddressRange of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        var prefix = first.getAddress();
        var bytes = address.getAddress();
        // "Everything" is written 0.0.0.0/0 by those who mean IPv6 too.
        return bits == 0 || (bytes.length == prefix.length && sharesPrefix(prefix, bytes));
    }

    private boolean sharesPrefix(byte[] prefix, byte[] bytes) {
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((bytes[bit >> 3] ^ prefix[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
