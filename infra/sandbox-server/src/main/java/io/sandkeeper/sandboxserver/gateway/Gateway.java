package io.sandkeeper.sandboxserver.gateway;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.relay.Relay;
import io.sandkeeper.sandboxserver.relay.UpstreamException;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** The way in: what {@code <port>-<sandbox>.<domain>} leads to. */
public final class Gateway {
    public void handle(Guest guest, int port, Exchange exchange) throws IOException {
        var missing = TrafficToken.missing(guest, exchange.request());
        if (missing.isPresent()) {
            missing.get().answer(exchange);
            return;
        }
        SocketChannel upstream;
        try {
            upstream = guest.cell().connect(port);
        } catch (IOException _) {
            Refusal.portNotOpen(guest.id(), port).answer(exchange);
            return;
        }
        try (upstream;
                var _ = guest.connections().add(() -> cut(upstream, exchange))) {
            pass(guest, port, exchange, upstream);
        }
    }

    private static void pass(Guest guest, int port, Exchange exchange, SocketChannel upstream)
            throws IOException {
        var request = exchange.request();
        var headers = Forwarded.headers(request, port, guest.network().maskRequestHost());
        try {
            Relay.pass(exchange, target(request), headers, upstream);
        } catch (UpstreamException _) {
            Refusal.notHttp(guest.id(), port).answer(exchange);
        }
    }

    /** A web server expects the origin form, also from a client that takes us for its proxy. */
    private static String target(Request request) {
        if (request.target().startsWith("/") || request.target().equals("*")) {
            return request.target();
        }
        return request.query().isEmpty() ? request.path() : request.path() + "?" + request.query();
    }

    private static void cut(SocketChannel upstream, Exchange exchange) {
        exchange.abort();
        try {
            upstream.close();
        } catch (IOException _) {
            // A socket that fails to close is gone all the same.
        }
    }
}
