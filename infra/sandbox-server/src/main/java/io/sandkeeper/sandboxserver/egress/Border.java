package io.sandkeeper.sandboxserver.egress;

import io.sandkeeper.sandboxserver.egress.Verdict.Allow;
import io.sandkeeper.sandboxserver.egress.Verdict.Deny;
import io.sandkeeper.sandboxserver.egress.Verdict.Reason;
import io.sandkeeper.sandboxserver.egress.Verdict.Resolve;
import io.sandkeeper.sandboxserver.sandbox.NetworkPolicy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides what may leave a sandbox. Pure: names are resolved by the caller, once, and it connects
 * to what was judged here.
 */
final class Border {
    private final EgressSettings settings;
    private final NetworkPolicy policy;
    private final List<DestinationPattern> allowed;
    private final List<DestinationPattern> denied;

    Border(EgressSettings settings, NetworkPolicy policy) {
        this.settings = settings;
        this.policy = policy;
        this.allowed = policy.allowOut().stream().map(DestinationPattern::parse).toList();
        this.denied = policy.denyOut().stream().map(DestinationPattern::parse).toList();
    }

    /**
     * Judges by the name, so that nothing is asked of the name servers for a destination that is
     * forbidden anyway: a question is a message too.
     */
    Verdict judgeName(HostPort destination) {
        if (!settings.internet() && !configured(destination)) {
            return new Deny(Reason.NOT_CONFIGURED);
        }
        if (!nameAllowed(destination) && nameDenied(destination)) {
            return new Deny(Reason.POLICY);
        }
        return new Resolve();
    }

    /** Judges by all addresses: one that is forbidden forbids the name. */
    Verdict judge(HostPort destination, List<InetAddress> addresses) {
        if (judgeName(destination) instanceof Deny deny) {
            return deny;
        }
        if (!configured(destination) && !addresses.stream().allMatch(this::isPublic)) {
            return new Deny(Reason.PRIVATE_ADDRESS);
        }
        return nameAllowed(destination) || addresses.stream().allMatch(at -> out(destination, at))
                ? new Allow()
                : new Deny(Reason.POLICY);
    }

    /** Header fields to set on a plain HTTP request. */
    Map<String, String> headersFor(HostPort destination) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        policy.rules()
                .forEach(
                        (domain, fields) -> {
                            if (DestinationPattern.parse(domain).matches(destination)) {
                                headers.putAll(fields);
                            }
                        });
        return headers;
    }

    private boolean configured(HostPort destination) {
        return settings.allowHosts().stream()
                .anyMatch(host -> host.equals(destination) || sameLoopback(host, destination));
    }

    private static boolean sameLoopback(HostPort one, HostPort other) {
        return one.port() == other.port() && one.isLoopbackName() && other.isLoopbackName();
    }

    private boolean isPublic(InetAddress address) {
        return Reach.of(address) == Reach.PUBLIC && !settings.hostAddresses().contains(address);
    }

    private boolean nameAllowed(HostPort destination) {
        return allowed.stream().anyMatch(entry -> entry.matches(destination));
    }

    /** True when no address could make up for the name, so that none need be known. */
    private boolean nameDenied(HostPort destination) {
        boolean anyAddressAllowed =
                allowed.stream().anyMatch(DestinationPattern.Addresses.class::isInstance);
        return !anyAddressAllowed && (everythingDenied() || deniedByName(destination));
    }

    private boolean everythingDenied() {
        return !policy.internet() || denied.stream().anyMatch(DestinationPattern::isEverything);
    }

    private boolean deniedByName(HostPort destination) {
        return denied.stream().anyMatch(entry -> entry.matches(destination));
    }

    private boolean out(HostPort destination, InetAddress address) {
        if (allowed.stream().anyMatch(entry -> entry.matches(address))) {
            return true;
        }
        return !everythingDenied()
                && !deniedByName(destination)
                && denied.stream().noneMatch(entry -> entry.matches(address));
    }
}
