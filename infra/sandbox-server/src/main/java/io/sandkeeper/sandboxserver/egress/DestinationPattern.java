package io.sandkeeper.sandboxserver.egress;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** An entry of an allow or deny list: a range of addresses, a name, or {@code *.name}. */
sealed interface DestinationPattern {
    record Addresses(AddressRange range) implements DestinationPattern {}

    record Name(String name) implements DestinationPattern {}

    /** Every name below a suffix, which is kept with its leading dot. */
    record NamesBelow(String suffix) implements DestinationPattern {}

    static DestinationPattern parse(String text) {
        var plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.startsWith("*")) {
            return new NamesBelow(plain.substring(1));
        }
        Optional<AddressRange> range = AddressRange.parse(plain);
        return range.<DestinationPattern>map(Addresses::new).orElseGet(() -> new Name(plain));
    }

    /** Judges by what the destination is called; an address may be its own name. */
    default boolean matches(HostPort destination) {
        var host = destination.host();
        return switch (this) {
            case Addresses(var range) ->
                    AddressRange.literal(host).filter(range::contains).isPresent();
            case Name(var name) -> host.equals(name);
            case NamesBelow(var suffix) -> host.endsWith(suffix);
        };
    }

    default boolean matches(InetAddress address) {
        return this instanceof Addresses(var range) && range.contains(address);
    }

    default boolean isEverything() {
        return this instanceof Addresses(var range) && range.bits() == 0;
    }
}
