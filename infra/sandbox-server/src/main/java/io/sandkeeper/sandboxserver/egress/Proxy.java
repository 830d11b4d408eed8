package io.sandkeeper.sandboxserver.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Handler;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.relay.Relay;
import io.sandkeeper.sandboxserver.relay.Splice;
import io.sandkeeper.sandboxserver.relay.UpstreamException;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Map;

/**
 * A forward proxy for one sandbox: absolute-form requests and CONNECT. What goes through CONNECT is
 * not opened, so header rules reach plain HTTP only.
 */
final class Proxy implements Handler {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EgressSettings settings;
    private final Departure departure;
    private final Guest guest;

    Proxy(EgressSettings settings, Departure departure, Guest guest) {
        this.settings = settings;
        this.departure = departure;
        this.guest = guest;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        var request = exchange.request();
        ProxyTarget target;
        try {
            target = ProxyTarget.of(request);
        } catch (IllegalArgumentException _) {
            refuse(exchange, 400, "not a request to a proxy: " + request.method());
            return;
        }
        // Asked anew each time: the policy may be replaced while the sandbox runs.
        var border = new Border(settings, guest.network());
        SocketChannel upstream;
        try {
            upstream = departure.connect(target.destination(), border);
        } catch (DeniedException denied) {
            refuse(exchange, 403, String.valueOf(denied.getMessage()));
            return;
        } catch (IOException failure) {
            unreachable(exchange, target, failure);
            return;
        }
        try (upstream;
                var _ = guest.connections().add(() -> cut(upstream, exchange))) {
            pass(exchange, target, border, upstream);
        }
    }

    private static void pass(
            Exchange exchange, ProxyTarget target, Border border, SocketChannel upstream)
            throws IOException {
        switch (target) {
            case ProxyTarget.Tunnel _ -> {
                var client = exchange.tunnel();
                client.output()
                        .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(US_ASCII));
                client.output().flush();
                Splice.join(client, upstream);
            }
            case ProxyTarget.Plain plain -> {
                try {
                    Relay.pass(
                            exchange,
                            plain.origin(),
                            headers(exchange.request(), plain, border),
                            upstream);
                } catch (UpstreamException failure) {
                    unreachable(exchange, target, failure);
                }
            }
        }
    }

    private static Headers headers(Request request, ProxyTarget.Plain plain, Border border) {
        var headers = request.headers().copy().set("Host", plain.authority());
        border.headersFor(plain.destination()).forEach(headers::set);
        return headers;
    }

    private static void unreachable(Exchange exchange, ProxyTarget target, IOException failure)
            throws IOException {
        var to = target.destination();
        switch (failure) {
            case UnknownHostException _ -> refuse(exchange, 502, to.host() + ": unknown host");
            case SocketTimeoutException _ -> refuse(exchange, 504, to + ": no answer in time");
            case UpstreamException _ -> refuse(exchange, 502, to + ": no answer in HTTP");
            default -> refuse(exchange, 502, to + ": cannot connect");
        }
    }

    private static void refuse(Exchange exchange, int status, String message) throws IOException {
        var body = JSON.writeValueAsString(Map.of("code", status, "message", message));
        exchange.answer(
                status, Headers.of("Content-Type", "application/json"), body.getBytes(UTF_8));
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
