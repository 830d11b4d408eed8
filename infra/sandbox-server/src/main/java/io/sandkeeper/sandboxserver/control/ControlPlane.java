package io.sandkeeper.sandboxserver.control;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The API that creates, lists, changes and ends sandboxes. */
public final class ControlPlane {
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final byte[] key;

    /**
     * Puts together all endpoints.
     *
     * @param domain what clients build the addresses of sandboxes from; empty for their default
     */
    public ControlPlane(Parts parts, String apiKey, String domain, InstantSource time) {
        this.key = apiKey.getBytes(StandardCharsets.UTF_8);
        var regions = new Regions(parts.sandboxes());
        var creations = new Creations(parts, domain, time);
        endpoints.addAll(creations.endpoints());
        // Before the views: /sandboxes/metrics is not the sandbox of that name.
        endpoints.addAll(new Observations(regions).endpoints());
        endpoints.addAll(new Views(regions, parts.templates(), domain).endpoints());
        endpoints.addAll(new Lives(parts.sandboxes(), regions, domain).endpoints());
        endpoints.addAll(new Catalogue(parts, creations, regions).endpoints());
        endpoints.addAll(new Happenings(parts.events(), parts.webhooks(), time).endpoints());
    }

    /** What a request asks for, in one word, or "unknown". */
    public String operation(String method, String path) {
        if (path.equals("/health")) {
            return "health";
        }
        List<String> parts = parts(path);
        return endpoints.stream()
                .filter(e -> e.method().equals(method) && e.match(parts).isPresent())
                .map(Endpoint::operation)
                .findFirst()
                .orElse("unknown");
    }

    /** All the words that {@link #operation} can answer. */
    public List<String> operations() {
        return Stream.concat(endpoints.stream().map(Endpoint::operation), Stream.of("health"))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Answers a request.
     *
     * @param path the request's, without what named the region
     */
    public void handle(String region, String path, Exchange exchange) throws IOException {
        answer(region, path, exchange).send(exchange);
    }

    private Answer answer(String region, String path, Exchange exchange) throws IOException {
        Request request = exchange.request();
        if (path.equals("/health")) {
            return Answer.of(200, "Health check successful");
        }
        if (!isAuthorized(request)) {
            return Answer.problem(401, "Invalid API key");
        }
        List<String> parts = parts(path);
        boolean known = false;
        for (Endpoint endpoint : endpoints) {
            Optional<List<String>> variables = endpoint.match(parts);
            known |= variables.isPresent();
            if (variables.isPresent() && endpoint.method().equals(request.method())) {
                return answer(endpoint, region, variables.get(), exchange);
            }
        }
        return known
                ? Answer.problem(405, "method not allowed")
                : Answer.problem(404, "no such endpoint");
    }

    private static Answer answer(
            Endpoint endpoint, String region, List<String> variables, Exchange exchange)
            throws IOException {
        try {
            List<String> decoded = variables.stream().map(ControlPlane::decode).toList();
            Query query = Query.of(exchange.request().query());
            String content = Body.text(exchange.body());
            return endpoint.action()
                    .answer(new Call(region, exchange.request(), decoded, query, content));
        } catch (InvalidRequest invalid) {
            return invalid.answer();
        }
    }

    /** A plus in a path is a plus. */
    private static String decode(String part) {
        return Query.decode(part.replace("+", "%2B"));
    }

    private static List<String> parts(String path) {
        return List.of(path.substring(path.startsWith("/") ? 1 : 0).split("/", -1));
    }

    private boolean isAuthorized(Request request) {
        return request.headers()
                .first("X-API-Key")
                .filter(
                        offered ->
                                MessageDigest.isEqual(
                                        key, offered.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    /** A lifecycle event as webhooks get it. */
    public static byte[] write(Object event) {
        return Json.write(event);
    }
}
