package io.sandkeeper.sandboxserver.http;

import java.io.IOException;

@FunctionalInterface
public interface Handler {
    void handle(Exchange exchange) throws IOException;
}
