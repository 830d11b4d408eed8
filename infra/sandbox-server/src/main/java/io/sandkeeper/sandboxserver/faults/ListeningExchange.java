package io.sandkeeper.sandboxserver.faults;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.http.Tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An exchange whose answer is heard by a third, and may be kept from the client. */
final class ListeningExchange implements Exchange {
    private static final Pattern SANDBOX = Pattern.compile("\"sandboxID\":\"([a-z0-9]+)\"");

    private final Exchange exchange;
    private final boolean muted;
    private final Harm beforeAnswer;
    private String heard = "";
    private boolean answered;

    private ListeningExchange(Exchange exchange, boolean muted, Harm beforeAnswer) {
        this.exchange = exchange;
        this.muted = muted;
        this.beforeAnswer = beforeAnswer;
    }

    /** What is done when the work is done and the client does not know it yet. */
    @FunctionalInterface
    interface Harm {
        void to(Optional<String> sandbox) throws IOException;
    }

    static ListeningExchange muted(Exchange exchange) {
        return new ListeningExchange(exchange, true, _ -> {});
    }

    static ListeningExchange harming(Exchange exchange, Harm harm) {
        return new ListeningExchange(exchange, false, harm);
    }

    /** The sandbox that a create call was answered with. */
    private Optional<String> sandbox() {
        Matcher matcher = SANDBOX.matcher(heard);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public Request request() {
        return exchange.request();
    }

    @Override
    public InputStream body() {
        return exchange.body();
    }

    @Override
    public void answer(int status, Headers headers, byte[] body) throws IOException {
        answered = true;
        heard = new String(body, StandardCharsets.UTF_8);
        beforeAnswer.to(sandbox());
        if (!muted) {
            exchange.answer(status, headers, body);
        }
    }

    @Override
    public OutputStream stream(int status, Headers headers) throws IOException {
        answered = true;
        beforeAnswer.to(sandbox());
        return muted ? OutputStream.nullOutputStream() : exchange.stream(status, headers);
    }

    @Override
    public OutputStream stream(int status, Headers headers, long length) throws IOException {
        answered = true;
        beforeAnswer.to(sandbox());
        return muted ? OutputStream.nullOutputStream() : exchange.stream(status, headers, length);
    }

    @Override
    public Tunnel tunnel() throws IOException {
        answered = true;
        return exchange.tunnel();
    }

    @Override
    public void abort() {
        answered = true;
        exchange.abort();
    }

    @Override
    public boolean answered() {
        return answered || exchange.answered();
    }
}
