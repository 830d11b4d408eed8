package io.sandkeeper.sandboxserver.front;

import io.sandkeeper.sandboxserver.control.ControlPlane;
import io.sandkeeper.sandboxserver.faults.Subject;
import io.sandkeeper.sandboxserver.faults.Switchboard;
import io.sandkeeper.sandboxserver.faults.SwitchboardPanel;
import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Handler;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.sandbox.Sandbox;
import io.sandkeeper.sandboxserver.sandbox.SandboxId;
import io.sandkeeper.sandboxserver.sandbox.Sandboxes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The one port: tells by host, headers and path what a request wants, and brings it there. */
public final class Front implements Handler {
    private static final String SANDBOX_PATH = "sandboxes";

    private final Sandboxes sandboxes;
    private final ControlPlane control;
    private final Inside inside;
    private final Switchboard switchboard;
    private final Optional<SwitchboardPanel> panel;

    /**
     * Puts the parts behind one door.
     *
     * @param panel the switchboard's endpoints, when they are open
     */
    public Front(
            Sandboxes sandboxes,
            ControlPlane control,
            Daemon daemon,
            Ports ports,
            Switchboard switchboard,
            Optional<SwitchboardPanel> panel) {
        this.sandboxes = sandboxes;
        this.control = control;
        this.inside = new Inside(sandboxes, daemon, ports);
        this.switchboard = switchboard;
        this.panel = panel;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        switch (Destination.of(exchange.request())) {
            case Destination.Nowhere(String why) -> plain(exchange, 400, why);
            case Destination.Port(SandboxId id, int port, String path) ->
                    port(id, port, path, exchange);
            case Destination.SignedFile _ -> signedFile(exchange);
            case Destination.Control(String region, String path) -> control(region, path, exchange);
        }
    }

    private void control(String region, String path, Exchange exchange) throws IOException {
        if (panel.isPresent() && path.startsWith(SwitchboardPanel.PATH)) {
            panel.get().handle(exchange);
            return;
        }
        var open = new OpenExchange(exchange, path);
        if (open.isPreflight()) {
            open.answerPreflight();
            return;
        }
        String operation = control.operation(open.request().method(), path);
        switchboard.pass(
                new Subject(operation, region, sandboxIn(path)),
                open,
                passed -> control.handle(region, path, passed));
    }

    private static Optional<String> sandboxIn(String path) {
        List<String> parts = List.of(path.split("/", -1));
        int at = parts.indexOf(SANDBOX_PATH);
        return at >= 0 && at + 1 < parts.size() ? Optional.of(parts.get(at + 1)) : Optional.empty();
    }

    private void port(SandboxId id, int port, String path, Exchange exchange) throws IOException {
        if (port != Daemon.PORT) {
            pass("port", id, exchange, passed -> inside.handle(id, port, passed));
            return;
        }
        var open = new OpenExchange(exchange, path);
        if (open.isPreflight()) {
            open.answerPreflight();
            return;
        }
        pass(daemonOperation(path), id, open, passed -> inside.handle(id, port, passed));
    }

    /** The name of a call to the daemon: its method's without its package, or its path's. */
    static String daemonOperation(String path) {
        String name = path.substring(1);
        int dot = name.indexOf('.');
        int slash = name.indexOf('/');
        return dot > 0 && slash > dot
                ? "envd." + name.substring(0, dot) + "." + name.substring(slash + 1)
                : "envd." + name;
    }

    private void pass(String operation, SandboxId id, Exchange exchange, Handler work)
            throws IOException {
        String region = sandboxes.find(id).map(sandbox -> sandbox.profile().region()).orElse("");
        switchboard.pass(new Subject(operation, region, Optional.of(id.text())), exchange, work);
    }

    private void signedFile(Exchange exchange) throws IOException {
        Optional<Sandbox> signer = inside.signerOf(exchange.request());
        if (signer.isEmpty()) {
            plain(exchange, 401, "{\"code\":401,\"message\":\"invalid signature\"}");
            return;
        }
        port(signer.get().profile().id(), Daemon.PORT, "/files", exchange);
    }

    private static void plain(Exchange exchange, int status, String text) throws IOException {
        String type = text.startsWith("{") ? "application/json" : "text/plain; charset=utf-8";
        exchange.answer(
                status, Headers.of("Content-Type", type), text.getBytes(StandardCharsets.UTF_8));
    }
}
