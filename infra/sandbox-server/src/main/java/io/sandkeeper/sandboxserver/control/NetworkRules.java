package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.sandbox.NetworkPolicy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads and writes the network rules of a sandbox. */
final class NetworkRules {
    private static final String ALL_TRAFFIC = "0.0.0.0/0";
    private static final Pattern ADDRESS_OR_RANGE =
            Pattern.compile(
                    "\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*(/\\d{1,3})?");
    private static final Pattern DOMAIN =
            Pattern.compile(
                    "(\\*\\.)?[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9])?(\\.[a-zA-Z0-9_-]+)*|\\*");

    private NetworkRules() {}

    /** Of a create call, where the rules are a member of their own. */
    static NetworkPolicy ofCreation(Body body) {
        boolean internet = body.flag("allow_internet_access").orElse(true);
        return body.object("network")
                .map(network -> read(network, internet))
                .orElseGet(() -> open(internet));
    }

    /** Of an update, which replaces everything; what only a create call can say stays. */
    static NetworkPolicy ofUpdate(Body body, NetworkPolicy before) {
        NetworkPolicy read = read(body, body.flag("allow_internet_access").orElse(true));
        return new NetworkPolicy(
                read.internet(),
                before.publicTraffic(),
                read.allowOut(),
                read.denyOut(),
                read.rules(),
                before.maskRequestHost());
    }

    private static NetworkPolicy open(boolean internet) {
        NetworkPolicy open = NetworkPolicy.OPEN;
        return new NetworkPolicy(
                internet,
                open.publicTraffic(),
                open.allowOut(),
                open.denyOut(),
                open.rules(),
                open.maskRequestHost());
    }

    private static NetworkPolicy read(Body network, boolean internet) {
        if (network.has("egressProxy")) {
            throw InvalidRequest.notOffered("egress proxies");
        }
        List<String> allow = network.texts("allowOut");
        List<String> deny = network.texts("denyOut");
        check(allow, deny);
        return new NetworkPolicy(
                internet,
                network.flag("allowPublicTraffic").orElse(true),
                allow,
                deny,
                rules(network),
                network.optionalText("maskRequestHost"));
    }

    private static void check(List<String> allow, List<String> deny) {
        for (String entry : deny) {
            if (!ADDRESS_OR_RANGE.matcher(entry).matches()) {
                throw InvalidRequest.because("invalid denied IP or CIDR: " + entry);
            }
        }
        for (String entry : allow) {
            boolean address = ADDRESS_OR_RANGE.matcher(entry).matches();
            if (!address && !DOMAIN.matcher(entry).matches()) {
                throw InvalidRequest.because("invalid allowed IP, CIDR or domain: " + entry);
            }
            if (!address && !deny.contains(ALL_TRAFFIC)) {
                throw InvalidRequest.because(
                        "When specifying allowed domains in allow out, you must include 'ALL_TRAFFIC' in deny out to block all other traffic.");
            }
        }
    }

    private static Map<String, Map<String, String>> rules(Body network) {
        var rules = new LinkedHashMap<String, Map<String, String>>();
        network.object("rules")
                .ifPresent(
                        byDomain -> {
                            for (String domain : byDomain.names()) {
                                var headers = new LinkedHashMap<String, String>();
                                for (Body rule : byDomain.objects(domain)) {
                                    rule.object("transform")
                                            .ifPresent(t -> headers.putAll(t.textMap("headers")));
                                }
                                rules.put(domain, headers);
                            }
                        });
        return rules;
    }

    /** As the protocol shows it. The values of headers are secrets and are not shown. */
    static Map<String, Object> write(NetworkPolicy policy) {
        var written = new LinkedHashMap<String, Object>();
        written.put("allowPublicTraffic", policy.publicTraffic());
        written.put("allowOut", policy.allowOut());
        written.put("denyOut", policy.denyOut());
        policy.maskRequestHost().ifPresent(host -> written.put("maskRequestHost", host));
        return written;
    }
}
