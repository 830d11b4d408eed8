package io.sandkeeper.sandboxserver.front;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.sandbox.Guest;

import java.io.IOException;

/** What answers for the daemon of every sandbox. */
public interface Daemon {
    int PORT = 49_983;

    void handle(Guest guest, Exchange exchange) throws IOException;

    /** Whether a request for a file was signed with the sandbox's token. */
    boolean signs(Guest guest, Request request);

    /** Drops what it knows of a sandbox's processes, which are gone. */
    void forget(Guest guest);
}
