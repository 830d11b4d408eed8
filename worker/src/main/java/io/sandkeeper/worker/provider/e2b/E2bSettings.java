package io.sandkeeper.worker.provider.e2b;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One control plane, and how long it may take.
 *
 * @param baseUrl the control plane; may end in a path, such as a region's
 * @param sandboxUrl one address for the daemons of all sandboxes, told apart by headers; without it
 *     each sandbox has its own host under the domain
 * @param domain the domain that sandboxes' hosts are under, with a port where it is not the usual
 *     one (default {@code e2b.app})
 * @param connectTime how long connecting may take (default 5 s)
 * @param callTime how long one call may take, to the last byte of its answer (default 30 s)
 * @param listTime how long reading all pages of a listing may take (default 2 min)
 * @param mostPages a listing of more pages counts as unfinished (default 1000, of 100 sandboxes)
 */
public record E2bSettings(
        URI baseUrl,
        ApiKey apiKey,
        Optional<URI> sandboxUrl,
        String domain,
        Duration connectTime,
        Duration callTime,
        Duration listTime,
        int mostPages) {
    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?");

    public E2bSettings {
        baseUrl = address("baseUrl", baseUrl);
        sandboxUrl = sandboxUrl.map(url -> address("sandboxUrl", url));
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException("domain is not a host name: " + domain);
        }
        positive("connectTime", connectTime);
        positive("callTime", callTime);
        positive("listTime", listTime);
        // A connect that outlives the call's limit would look like a call whose answer was lost.
        if (connectTime.compareTo(callTime) >= 0) {
            throw new IllegalArgumentException(
                    "connectTime (%s) must be shorter than callTime (%s)"
                            .formatted(connectTime, callTime));
        }
        if (mostPages < 1) {
            throw new IllegalArgumentException("mostPages must be at least 1, not " + mostPages);
        }
    }

    public static E2bSettings of(URI baseUrl, ApiKey apiKey) {
        return new E2bSettings(
                baseUrl,
                apiKey,
                Optional.empty(),
                "e2b.app",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                1000);
    }

    public E2bSettings withSandboxUrl(URI url) {
        return new E2bSettings(
                baseUrl,
                apiKey,
                Optional.of(url),
                domain,
                connectTime,
                callTime,
                listTime,
                mostPages);
    }

    public E2bSettings withDomain(String name) {
        return new E2bSettings(
                baseUrl, apiKey, sandboxUrl, name, connectTime, callTime, listTime, mostPages);
    }

    public E2bSettings withTimes(Duration connect, Duration call) {
        return new E2bSettings(
                baseUrl, apiKey, sandboxUrl, domain, connect, call, listTime, mostPages);
    }

    /** Sandboxes are reached as the control plane is: with TLS, or on a local stack without. */
    String scheme() {
        return baseUrl.getScheme();
    }

    private static URI address(String name, URI url) {
        var plain =
                url.getHost() != null
                        && url.getScheme() != null
                        && Set.of("http", "https").contains(url.getScheme())
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null
                        && url.getRawUserInfo() == null;
        if (!plain) {
            // Not shown: who puts a key into an address should not find it in a log.
            throw new IllegalArgumentException(
                    name + " must be an http or https address without user, query and fragment");
        }
        var text = url.toString();
        return text.endsWith("/") ? URI.create(text.replaceAll("/+$", "")) : url;
    }

    private static void positive(String name, Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, not " + time);
        }
    }
}
