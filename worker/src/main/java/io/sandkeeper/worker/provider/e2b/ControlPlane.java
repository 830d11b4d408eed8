package io.sandkeeper.worker.provider.e2b;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Asks the control plane one thing at a time, with our key. */
final class ControlPlane {
    private static final int MOST_BYTES = 1 << 20;

    private final E2bSettings settings;
    private final Wire wire;
    private final InstantSource clock;

    ControlPlane(E2bSettings settings, Wire wire, InstantSource clock) {
        this.settings = settings;
        this.wire = wire;
        this.clock = clock;
    }

    /**
     * @param target path and query, encoded
     */
    Said ask(Call call, String target) {
        return ask(call, target, settings.callTime());
    }

    /**
     * @param limit instead of the usual one
     */
    Said ask(Call call, String target, Duration limit) {
        var request = request(call, target, BodyPublishers.noBody()).build();
        return send(call, request, List.of(), limit);
    }

    Said ask(Call call, String target, JsonNode body) {
        var request = request(call, target, BodyPublishers.ofByteArray(Json.bytes(body)));
        return send(call, request.header("Content-Type", "application/json").build(), List.of());
    }

    /**
     * @param secrets what the body holds and must not come back in evidence
     */
    Said create(Call call, JsonNode body, String idempotencyKey, Collection<String> secrets) {
        var request =
                request(call, call.path(), BodyPublishers.ofByteArray(Json.bytes(body)))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey);
        return send(call, request.build(), secrets);
    }

    private HttpRequest.Builder request(Call call, String target, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(settings.baseUrl() + target))
                .header("X-API-Key", settings.apiKey().value())
                .header("Accept", "application/json")
                .header("User-Agent", "sandkeeper")
                .method(call.method(), body);
    }

    private Said send(Call call, HttpRequest request, Collection<String> secrets) {
        return send(call, request, secrets, settings.callTime());
    }

    private Said send(Call call, HttpRequest request, Collection<String> secrets, Duration limit) {
        return switch (wire.send(request, Body.upTo(MOST_BYTES), limit)) {
            case Wire.Reply.None<Body>(var trouble) -> new Said.No(call, trouble);
            case Wire.Reply.Came<Body>(var response) -> read(call, response, secrets);
        };
    }

    private Said read(Call call, HttpResponse<Body> response, Collection<String> secrets) {
        var status = response.statusCode();
        var body = response.body();
        if (status < 200 || status > 299) {
            var hidden = Hidden.of(settings.apiKey(), secrets);
            return new Said.No(
                    call, Refusal.read(response, body, hidden::excerpt, clock.instant()));
        }
        var json = body.isWhole() ? Json.parse(body.bytes()) : Optional.<JsonNode>empty();
        return json.<Said>map(node -> new Said.Yes(call, status, node, response.headers()))
                .orElseGet(() -> new Said.No(call, new Trouble.Garbled(status)));
    }
}
