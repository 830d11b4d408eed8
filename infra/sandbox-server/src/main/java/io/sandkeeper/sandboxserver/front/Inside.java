package io.sandkeeper.sandboxserver.front;

import io.sandkeeper.sandboxserver.gateway.Refusal;
import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.sandbox.Operation;
import io.sandkeeper.sandboxserver.sandbox.Outcome;
import io.sandkeeper.sandboxserver.sandbox.Sandbox;
import io.sandkeeper.sandboxserver.sandbox.SandboxId;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Lets traffic into sandboxes, and says why not. */
final class Inside {
    private static final String TRAFFIC_TOKEN = "e2b-traffic-access-token";

    /** What only the cloud itself may ask a daemon; from outside it does not exist. */
    private static final Set<String> NOT_FROM_OUTSIDE =
            Set.of(
                    "/init",
                    "/freeze",
                    "/unfreeze",
                    "/collapse",
                    "/fsfreeze",
                    "/fsthaw",
                    "/upgrade");

    private final Sandboxes sandboxes;
    private final Daemon daemon;
    private final Ports ports;

    Inside(Sandboxes sandboxes, Daemon daemon, Ports ports) {
        this.sandboxes = sandboxes;
        this.daemon = daemon;
        this.ports = ports;
    }

    Optional<Sandbox> signerOf(Request request) {
        return sandboxes.all().stream()
                .filter(sandbox -> daemon.signs(sandbox, request))
                .findFirst();
    }

    void handle(SandboxId id, int port, Exchange exchange) throws IOException {
        Optional<Sandbox> sandbox = sandboxes.find(id);
        if (sandbox.isEmpty()) {
            Refusal.sandboxNotFound(id.text()).answer(exchange);
            return;
        }
        var traffic = new Operation.Traffic(caller(sandbox.get(), port, exchange.request()));
        switch (sandboxes.perform(id, traffic)) {
            case Outcome.AsItWas _, Outcome.Performed _ -> enter(sandbox.get(), port, exchange);
            case Outcome.Refused(var refusal) -> refuse(id.text(), refusal, exchange);
            case Outcome.Failed _ -> Refusal.sandboxNotFound(id.text()).answer(exchange);
        }
    }

    private Operation.Caller caller(Sandbox sandbox, int port, Request request) {
        boolean trusted =
                port == Daemon.PORT
                        ? opensDaemon(sandbox, request)
                        : sandbox.opensPorts(header(request, TRAFFIC_TOKEN));
        return trusted ? Operation.Caller.TRUSTED : Operation.Caller.UNKNOWN;
    }

    private boolean opensDaemon(Sandbox sandbox, Request request) {
        return sandbox.opensDaemon(header(request, "X-Access-Token"))
                || (request.path().equals("/files") && daemon.signs(sandbox, request));
    }

    private static String header(Request request, String name) {
        return request.headers().first(name).orElse("");
    }

    private void enter(Sandbox sandbox, int port, Exchange exchange) throws IOException {
        if (port != Daemon.PORT) {
            ports.handle(sandbox, port, exchange);
        } else if (NOT_FROM_OUTSIDE.contains(exchange.request().path())) {
            exchange.answer(
                    404,
                    Headers.of("Content-Type", "application/json"),
                    "{\"code\":404,\"message\":\"not found\"}".getBytes(StandardCharsets.UTF_8));
        } else {
            daemon.handle(sandbox, exchange);
        }
    }

    private static void refuse(
            String id, io.sandkeeper.sandboxserver.sandbox.Refusal refusal, Exchange exchange)
            throws IOException {
        Refusal answer =
                switch (refusal) {
                    case IN_TRANSITION, BEING_KILLED ->
                            new Refusal(id, "The sandbox is still transitioning", null, 409);
                    case RESUME_DENIED ->
                            new Refusal(
                                    id,
                                    "The sandbox may not be resumed without its token",
                                    null,
                                    403);
                    case TOO_MANY_RUNNING ->
                            new Refusal(
                                    id,
                                    "The maximum number of concurrent sandboxes is reached",
                                    null,
                                    429);
                    case UNKNOWN,
                            NOT_RUNNING,
                            ALREADY_PAUSED,
                            ALREADY_RUNNING,
                            TIMEOUT_TOO_LONG,
                            LIFETIME_OVER ->
                            Refusal.sandboxNotFound(id);
                };
        answer.answer(exchange);
    }
}
