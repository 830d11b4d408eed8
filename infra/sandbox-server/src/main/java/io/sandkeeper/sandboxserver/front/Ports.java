package io.sandkeeper.sandboxserver.front;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.io.IOException;

/** What answers for all other ports of sandboxes. */
@FunctionalInterface
public interface Ports {
    void handle(Guest guest, int port, Exchange exchange) throws IOException;
}
