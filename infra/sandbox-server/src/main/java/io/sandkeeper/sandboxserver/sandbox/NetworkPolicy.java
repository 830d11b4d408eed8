package io.sandkeeper.sandboxserver.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code network} of a create call, as given: what may go out, and what is added to it on the
 * way.
 *
 * @param internet {@code allow_internet_access}
 * @param publicTraffic whether the sandbox's ports answer without the traffic token
 * @param allowOut addresses, ranges and domain names that win over denyOut
 * @param rules headers to set by destination domain
 * @param maskRequestHost what the sandbox's ports see as Host instead of what the client sent;
 *     {@code ${PORT}} stands for the port
 */
public record NetworkPolicy(
        boolean internet,
        boolean publicTraffic,
        List<String> allowOut,
        List<String> denyOut,
        Map<String, Map<String, String>> rules,
        Optional<String> maskRequestHost) {
    public static final NetworkPolicy OPEN =
            new NetworkPolicy(true, true, List.of(), List.of(), Map.of(), Optional.empty());
}
