package io.sandkeeper.bench.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.sandkeeper.bench.stage.Wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A cloud in a process of its own that has every sandbox that it is asked about, and in which every
 * command succeeds; but for those that it was told to lose.
 */
public final class WellCloud {
    /** The second time that a session's sandbox is not found, the worker is certain. */
    private static final int CERTAIN = 2;

    private static final byte[] DONE =
            stream(
                    "{\"event\":{\"start\":{\"pid\":7}}}",
                    "{\"event\":{\"end\":{\"exited\":true,\"status\":\"exit status 0\"}}}");

    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> absences = new ConcurrentHashMap<>();
    private final AtomicLong commands = new AtomicLong();
    private final Wire wire;

    private WellCloud(Wire wire) {
        this.wire = wire;
    }

    /** Takes the wire's port; says where it is, and of each it lost when that was noticed. */
    public static void main(String[] words) throws Exception {
        try (var wire = Wire.to(Integer.parseInt(words[0]))) {
            var cloud = new WellCloud(wire);
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", cloud::serve);
            server.start();
            wire.say("http://127.0.0.1:" + server.getAddress().getPort());
            for (var order = wire.hear(); !order.equals("end"); order = wire.hear()) {
                if (order.equals("commands")) {
                    wire.say(Long.toString(cloud.commands.get()));
                } else {
                    cloud.dead.add(order);
                }
            }
        }
        System.exit(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody();
            body.transferTo(new ByteArrayOutputStream());
            var sandbox = exchange.getRequestHeaders().getFirst("E2b-Sandbox-Id");
            if (sandbox == null) {
                control(exchange);
            } else if (dead.contains(sandbox)) {
                answer(
                        exchange,
                        502,
                        "{\"sandboxId\":\"%s\",\"message\":\"The sandbox was not found\",\"code\":502}"
                                .formatted(sandbox));
            } else if (exchange.getRequestURI().getPath().equals("/health")) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                commands.incrementAndGet();
                exchange.getResponseHeaders().set("Content-Type", "application/connect+json");
                exchange.sendResponseHeaders(200, DONE.length);
                exchange.getResponseBody().write(DONE);
            }
        }
    }

    private void control(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var id = path.substring(path.lastIndexOf('/') + 1);
        if (!path.startsWith("/sandboxes/")) {
            answer(exchange, 200, "[]");
        } else if (dead.contains(id)) {
            answer(exchange, 404, "{\"code\":404,\"message\":\"it doesn't exist\"}");
            var times = absences.computeIfAbsent(id, _ -> new AtomicInteger()).incrementAndGet();
            if (times == CERTAIN) {
                wire.say(id);
            }
        } else {
            answer(
                    exchange,
                    200,
                    "{\"sandboxID\":\"%s\",\"templateID\":\"base\",\"state\":\"running\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"endAt\":\"2100-01-01T00:00:00Z\",\"envdAccessToken\":\"token\"}"
                            .formatted(id));
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static byte[] stream(String... messages) {
        var all = new ByteArrayOutputStream();
        for (var message : messages) {
            all.writeBytes(envelope(0, message));
        }
        all.writeBytes(envelope(2, "{}"));
        return all.toByteArray();
    }

    private static byte[] envelope(int flags, String message) {
        var bytes = message.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) flags)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
