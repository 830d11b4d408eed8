package io.sandkeeper.sandboxserver;

import io.sandkeeper.sandboxserver.egress.HostPort;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the server is to run. Start from {@link #usual()} and change what is to be different.
 *
 * @param port 0 picks a free one
 * @param data where everything is kept; a temporary folder when there is none
 * @param templates a folder of templates beside the built-in ones
 * @param domain what clients build the addresses of sandboxes from; this server's own by default
 * @param faults whether the fault switchboard is open
 * @param limits what clients may do
 * @param network where sandboxes may go
 */
public record Options(
        String host,
        int port,
        Optional<Path> data,
        Optional<Path> templates,
        String apiKey,
        Optional<String> domain,
        boolean faults,
        Limits limits,
        Network network) {
    public static final String LOCAL_KEY = "e2b_" + "0".repeat(40);

    /**
     * What clients may do.
     *
     * @param sandboxes how many may run at the same time
     * @param creationsPerSecond none for as many as come
     * @param idempotency whether Idempotency-Key is heeded
     */
    public record Limits(
            int sandboxes,
            Optional<Integer> creationsPerSecond,
            Duration maxLifetime,
            boolean idempotency) {
        public Limits {
            if (sandboxes < 1 || maxLifetime.isNegative() || maxLifetime.isZero()) {
                throw new IllegalArgumentException("limits must be above zero");
            }
            if (creationsPerSecond.filter(rate -> rate < 1).isPresent()) {
                throw new IllegalArgumentException("creations per second must be above zero");
            }
        }
    }

    /**
     * Where sandboxes may go.
     *
     * @param internet whether public addresses may be reached
     * @param allowHosts what else may be
     */
    public record Network(boolean internet, Set<HostPort> allowHosts) {}

    public Options {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
    }

    public static Options usual() {
        return new Options(
                "127.0.0.1",
                3900,
                Optional.empty(),
                Optional.empty(),
                LOCAL_KEY,
                Optional.empty(),
                false,
                new Limits(1000, Optional.empty(), Duration.ofHours(24), true),
                new Network(false, Set.of()));
    }

    public Options withPort(int newPort) {
        return new Options(host, newPort, data, templates, apiKey, domain, faults, limits, network);
    }

    public Options withData(Path folder) {
        return new Options(
                host,
                port,
                Optional.of(folder),
                templates,
                apiKey,
                domain,
                faults,
                limits,
                network);
    }

    public Options withTemplates(Path folder) {
        return new Options(
                host, port, data, Optional.of(folder), apiKey, domain, faults, limits, network);
    }

    public Options withApiKey(String key) {
        return new Options(host, port, data, templates, key, domain, faults, limits, network);
    }

    public Options withFaults() {
        return new Options(host, port, data, templates, apiKey, domain, true, limits, network);
    }

    public Options withLimits(Limits newLimits) {
        return new Options(host, port, data, templates, apiKey, domain, faults, newLimits, network);
    }

    public Options withNetwork(Network newNetwork) {
        return new Options(host, port, data, templates, apiKey, domain, faults, limits, newNetwork);
    }

    Options withHost(String newHost) {
        return new Options(newHost, port, data, templates, apiKey, domain, faults, limits, network);
    }

    Options withDomain(String newDomain) {
        return new Options(
                host,
                port,
                data,
                templates,
                apiKey,
                Optional.of(newDomain),
                faults,
                limits,
                network);
    }
}
