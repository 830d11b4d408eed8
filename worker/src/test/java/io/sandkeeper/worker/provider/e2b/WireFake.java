package io.sandkeeper.worker.provider.e2b;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.sandkeeper.worker.provider.Answer;
import io.sandkeeper.worker.provider.FakeCloud;
import io.sandkeeper.worker.provider.Provider;
import io.sandkeeper.worker.provider.Provider.Condition;
import io.sandkeeper.worker.provider.Provider.Made;
import io.sandkeeper.worker.provider.Provider.Order;
import io.sandkeeper.worker.provider.Provider.Seen;
import io.sandkeeper.worker.session.Failure;
import io.sandkeeper.worker.session.SandboxId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A cloud in memory behind E2B's protocol, with the statuses that E2B's servers answer. */
final class WireFake implements AutoCloseable {
    /** Smaller than what is asked for, as servers may; so every listing has several pages. */
    private static final int PAGE = 2;

    private final FakeCloud cloud;
    private final Provider provider;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param provider the way to the cloud, with its weather
     */
    WireFake(FakeCloud cloud, Provider provider) throws IOException {
        this.cloud = cloud;
        this.provider = provider;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            if (headers.containsKey("E2b-Sandbox-Id")) {
                daemon(exchange, headers.getFirst("E2b-Sandbox-Id"));
            } else if (!"e2b_key".equals(headers.getFirst("X-API-Key"))) {
                refuse(exchange, 401);
            } else {
                control(exchange);
            }
        }
    }

    private void control(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var parts = path.replaceFirst("^/v2", "").split("/", -1);
        var action = parts.length > 3 ? parts[3] : "";
        switch (exchange.getRequestMethod() + " " + (parts.length > 2 ? "one" : "all") + action) {
            case "POST all" -> create(exchange);
            case "GET all" -> list(exchange);
            case "GET one" ->
                    answer(exchange, 200, provider.look(new SandboxId(parts[2])), WireFake::detail);
            case "DELETE one" ->
                    answer(exchange, 204, provider.kill(new SandboxId(parts[2])), _ -> null);
            case "POST onepause" -> pause(exchange, new SandboxId(parts[2]));
            case "POST oneconnect" ->
                    answer(
                            exchange,
                            200,
                            provider.connect(new SandboxId(parts[2]), timeout(body(exchange))),
                            WireFake::made);
            case "POST onetimeout" -> extend(exchange, new SandboxId(parts[2]));
            default -> send(exchange, 404, "no such page".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void create(HttpExchange exchange) throws IOException {
        var body = body(exchange);
        var order =
                new Order(
                        body.path("templateID").stringValue(""),
                        timeout(body),
                        Json.texts(body.path("metadata")),
                        Json.texts(body.path("envVars")),
                        exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                        body.path("autoPause").booleanValue(false));
        answer(exchange, 201, provider.create(order), WireFake::made);
    }

    private void list(HttpExchange exchange) throws IOException {
        var query = Query.of(exchange.getRequestURI());
        var wanted = Query.metadata(query.getOrDefault("metadata", ""));
        var from = Integer.parseInt(query.getOrDefault("nextToken", "0"));
        switch (provider.find(wanted)) {
            case Answer.Done<List<Seen>>(var all) -> {
                var array = Json.object().putArray("page");
                all.stream().skip(from).limit(PAGE).map(WireFake::listed).forEach(array::add);
                if (from + PAGE < all.size()) {
                    exchange.getResponseHeaders().set("X-Next-Token", "" + (from + PAGE));
                }
                send(exchange, 200, Json.bytes(array));
            }
            case Answer.Absent<List<Seen>> _ -> refuse(exchange, 404);
            case Answer.Failed<List<Seen>>(var failure) -> fail(exchange, failure);
        }
    }

    private void pause(HttpExchange exchange, SandboxId id) throws IOException {
        if (cloud.look(id) instanceof Answer.Done<Seen>(var seen)
                && seen.condition() == Condition.PAUSED) {
            refuse(exchange, 409);
        } else {
            answer(exchange, 204, provider.pause(id), _ -> null);
        }
    }

    private void extend(HttpExchange exchange, SandboxId id) throws IOException {
        if (cloud.look(id) instanceof Answer.Done<Seen>(var seen)
                && seen.condition() == Condition.PAUSED) {
            refuse(exchange, 404);
        } else {
            answer(exchange, 204, provider.extend(id, timeout(body(exchange))), _ -> null);
        }
    }

    private void daemon(HttpExchange exchange, String id) throws IOException {
        var sandbox =
                new Made(
                        new SandboxId(id),
                        "",
                        Optional.ofNullable(
                                exchange.getRequestHeaders().getFirst("X-Access-Token")),
                        false);
        var daemon = provider.daemon(sandbox);
        var path = Query.of(exchange.getRequestURI()).getOrDefault("path", "");
        var asked = exchange.getRequestMethod() + exchange.getRequestURI().getPath();
        var gone = cloud.daemon(sandbox).read("/", 0, Duration.ofSeconds(1));
        if (gone instanceof Answer.Absent<?>) {
            gone(exchange, id);
            return;
        }
        switch (asked) {
            case "GET/health" -> send(exchange, 204, new byte[0]);
            case "POST/files" -> {
                var content = exchange.getRequestBody().readAllBytes();
                answer(exchange, 200, daemon.write(path, content), _ -> Json.object());
            }
            case "GET/files" -> read(exchange, daemon.read(path, 1 << 20, Duration.ofSeconds(1)));
            default -> send(exchange, 404, "no such page".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void read(HttpExchange exchange, Answer<Optional<byte[]>> answer) throws IOException {
        switch (answer) {
            case Answer.Done<Optional<byte[]>>(var content) when content.isPresent() ->
                    send(exchange, 200, content.get());
            case Answer.Failed<Optional<byte[]>>(var failure) -> fail(exchange, failure);
            case Answer.Done<Optional<byte[]>> _, Answer.Absent<Optional<byte[]>> _ ->
                    refuse(exchange, 404);
        }
    }

    private interface Shown<T> {
        @Nullable ObjectNode as(T value);
    }

    private static <T> void answer(
            HttpExchange exchange, int status, Answer<T> answer, Shown<T> shown)
            throws IOException {
        switch (answer) {
            case Answer.Done<T>(var value) -> {
                var json = shown.as(value);
                send(exchange, status, json == null ? new byte[0] : Json.bytes(json));
            }
            case Answer.Absent<T> _ -> refuse(exchange, 404);
            case Answer.Failed<T>(var failure) -> fail(exchange, failure);
        }
    }

    private static void fail(HttpExchange exchange, Failure failure) throws IOException {
        switch (failure) {
            case Failure.Permanent _ -> refuse(exchange, 400);
            case Failure.KeyRefused _ -> refuse(exchange, 401);
            case Failure.Conflict _ -> refuse(exchange, 409);
            case Failure.Transient _ -> refuse(exchange, 503);
            case Failure.AsProbe(var what) -> fail(exchange, what);
            case Failure.Limited(var after, _) -> {
                after.ifPresent(
                        wait ->
                                exchange.getResponseHeaders()
                                        .set("Retry-After", "" + wait.toSeconds()));
                refuse(exchange, 429);
            }
            // The server's way to break off without an answer.
            case Failure.Unknown _ -> throw new UncheckedIOException(new IOException("no answer"));
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        send(exchange, status, Json.bytes(Json.object().put("code", status).put("message", "no")));
    }

    private static void gone(HttpExchange exchange, String id) throws IOException {
        var body =
                Json.object()
                        .put("sandboxId", id)
                        .put("message", "The sandbox was not found")
                        .put("code", 502);
        send(exchange, 502, Json.bytes(body));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static ObjectNode made(Made made) {
        var json =
                Json.object()
                        .put("sandboxID", made.sandbox().value())
                        .put("templateID", made.template())
                        .put("clientID", "6532622b")
                        .put("envdVersion", "0.6.13");
        made.token().ifPresent(token -> json.put("envdAccessToken", token));
        return json;
    }

    private static ObjectNode listed(Seen seen) {
        var json =
                Json.object()
                        .put("sandboxID", seen.sandbox().value())
                        .put("templateID", "base")
                        .put("state", seen.condition() == Condition.PAUSED ? "paused" : "running")
                        .put("startedAt", seen.startedAt().toString())
                        .put("endAt", seen.endAt().toString());
        json.set("metadata", Json.object(seen.metadata()));
        return json;
    }

    /** More than a list says: the way in. The token is the one that the fake cloud gives. */
    private static ObjectNode detail(Seen seen) {
        return listed(seen).put("envdAccessToken", "token-of-" + seen.sandbox());
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        return Json.parse(exchange.getRequestBody().readAllBytes()).orElseThrow();
    }

    private static Duration timeout(JsonNode body) {
        return Duration.ofSeconds(body.path("timeout").longValue());
    }
}
