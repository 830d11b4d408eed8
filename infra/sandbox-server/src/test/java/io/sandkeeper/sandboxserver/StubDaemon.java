package io.sandkeeper.sandboxserver;

import io.sandkeeper.sandboxserver.front.Daemon;
import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A daemon that only says who was asked for what. */
final class StubDaemon implements Daemon {
    @Override
    public void handle(Guest guest, Exchange exchange) throws IOException {
        String text = guest.id() + " " + exchange.request().path();
        exchange.answer(200, new Headers(), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean signs(Guest guest, Request request) {
        return request.query().endsWith("signature=" + guest.accessToken());
    }

    @Override
    public void forget(Guest guest) {
        // It remembers nothing.
    }
}
