package io.sandkeeper.sandboxserver.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.security.MessageDigest;
import java.util.Optional;

/** What the ports of a sandbox ask for that is not open to the public. */
final class TrafficToken {
    static final String HEADER = "e2b-traffic-access-token";

    private TrafficToken() {}

    static Optional<Refusal> missing(Guest guest, Request request) {
        if (guest.network().publicTraffic()) {
            return Optional.empty();
        }
        var given = request.headers().first(HEADER).orElse("");
        if (given.isEmpty()) {
            return Optional.of(Refusal.tokenMissing(guest.id()));
        }
        return MessageDigest.isEqual(given.getBytes(UTF_8), guest.trafficToken().getBytes(UTF_8))
                ? Optional.empty()
                : Optional.of(Refusal.tokenInvalid(guest.id()));
    }
}
