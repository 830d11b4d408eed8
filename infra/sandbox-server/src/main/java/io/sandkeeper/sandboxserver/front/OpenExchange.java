package io.sandkeeper.sandboxserver.front;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.http.Tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An exchange that any web page may make, under the path that its handler knows it by. */
final class OpenExchange implements Exchange {
    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS";

    private final Exchange exchange;
    private final Request request;

    OpenExchange(Exchange exchange, String path) {
        this.exchange = exchange;
        Request original = exchange.request();
        this.request =
                original.path().equals(path)
                        ? original
                        : new Request(
                                original.method(),
                                original.query().isEmpty() ? path : path + "?" + original.query(),
                                path,
                                original.query(),
                                original.headers(),
                                original.remote());
    }

    boolean isPreflight() {
        return request.method().equals("OPTIONS")
                && request.headers().has("Access-Control-Request-Method");
    }

    void answerPreflight() throws IOException {
        Headers headers =
                Headers.of(
                        "Access-Control-Allow-Methods",
                        METHODS,
                        "Access-Control-Allow-Headers",
                        request.headers().first("Access-Control-Request-Headers").orElse("*"),
                        "Access-Control-Max-Age",
                        "7200");
        answer(204, headers, new byte[0]);
    }

    private static Headers open(Headers headers) {
        return headers.copy()
                .set("Access-Control-Allow-Origin", "*")
                .set("Access-Control-Expose-Headers", "*");
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public InputStream body() {
        return exchange.body();
    }

    @Override
    public void answer(int status, Headers headers, byte[] body) throws IOException {
        exchange.answer(status, open(headers), body);
    }

    @Override
    public OutputStream stream(int status, Headers headers) throws IOException {
        return exchange.stream(status, open(headers));
    }

    @Override
    public OutputStream stream(int status, Headers headers, long length) throws IOException {
        return exchange.stream(status, open(headers), length);
    }

    @Override
    public Tunnel tunnel() throws IOException {
        return exchange.tunnel();
    }

    @Override
    public void abort() {
        exchange.abort();
    }

    @Override
    public boolean answered() {
        return exchange.answered();
    }
}
