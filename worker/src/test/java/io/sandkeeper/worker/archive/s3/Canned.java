package io.sandkeeper.worker.archive.s3;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers everything alike, points to itself, and says more than it should. */
final class Canned implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();

    Canned(int status) throws IOException {
        this(status, "Any");
    }

    Canned(int status, String code) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var body =
                ("<Error><Code>"
                                + code
                                + "</Code><Message>"
                                + Bucket.KEY.secret()
                                + "</Message></Error>")
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    calls.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port());
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
