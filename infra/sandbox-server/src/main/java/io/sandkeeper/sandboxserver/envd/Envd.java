package io.sandkeeper.sandboxserver.envd;

import io.sandkeeper.sandboxserver.envd.connect.Call;
import io.sandkeeper.sandboxserver.envd.connect.Code;
import io.sandkeeper.sandboxserver.envd.connect.Fault;
import io.sandkeeper.sandboxserver.envd.files.FilesRoute;
import io.sandkeeper.sandboxserver.envd.filesystem.Filesystem;
import io.sandkeeper.sandboxserver.envd.process.Processes;
import io.sandkeeper.sandboxserver.front.Daemon;
import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Set;

/**
 * The daemon that each sandbox seems to have: in truth one for all, told which sandbox is meant.
 */
public final class Envd implements Daemon {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> OPEN = Set.of("/health");

    private final Processes processes = new Processes();
    private final FilesRoute files = new FilesRoute(InstantSource.system());
    private final Filesystem filesystem = new Filesystem();

    @Override
    public void handle(Guest guest, Exchange exchange) throws IOException {
        var request = exchange.request();
        var path = request.path();
        if (path.equals("/files") || path.startsWith("/files/")) {
            // A body may have no end but that of its sandbox.
            try (var _ = guest.connections().add(exchange::abort)) {
                files.handle(guest, exchange);
            }
            return;
        }
        if (!OPEN.contains(path) && !holdsToken(guest, request.headers())) {
            error(
                    exchange,
                    401,
                    "unauthorized access, please provide a valid access token or method signing if supported");
            return;
        }
        switch (request.method() + " " + path) {
            case "GET /health" -> exchange.answer(204, new Headers(), new byte[0]);
            case "GET /envs" ->
                    exchange.answer(
                            200,
                            Headers.of("Content-Type", "application/json"),
                            JSON.writeValueAsBytes(guest.environment()));
            default -> {
                if (path.startsWith("/process.Process/")
                        || path.startsWith("/filesystem.Filesystem/")) {
                    procedure(guest, exchange, path);
                } else {
                    error(exchange, 404, "not found");
                }
            }
        }
    }

    /** Its processes and watchers ended with the sandbox, or with its file-system-only pause. */
    @Override
    public void forget(Guest guest) {
        filesystem.forget(guest.id());
        processes.forget(guest.id());
    }

    @Override
    public boolean signs(Guest guest, Request request) {
        return files.signs(guest, request);
    }

    private void procedure(Guest guest, Exchange exchange, String path) throws IOException {
        var call = new Call(guest, exchange);
        if (!call.isSpoken()) {
            call.refuseCodec();
            return;
        }
        var name = path.substring(1).split("/", 2);
        try {
            switch (name[0]) {
                case "process.Process" -> processes.call(name[1], call, Users.of(call.headers()));
                case "filesystem.Filesystem" ->
                        filesystem.call(name[1], call, Users.of(call.headers()));
                default -> throw new Fault(Code.UNIMPLEMENTED, "no service " + name[0]);
            }
        } catch (Fault fault) {
            if (!exchange.answered()) {
                call.fail(fault);
            }
        }
    }

    private static boolean holdsToken(Guest guest, Headers headers) {
        var given = headers.first("X-Access-Token").orElse("");
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8),
                guest.accessToken().getBytes(StandardCharsets.UTF_8));
    }

    static void error(Exchange exchange, int status, String message) throws IOException {
        var body = JSON.createObjectNode().put("code", status).put("message", message);
        exchange.answer(
                status,
                Headers.of("Content-Type", "application/json"),
                JSON.writeValueAsBytes(body));
    }
}
