package io.sandkeeper.sandboxserver.http;

import java.nio.charset.StandardCharsets;

/** The body of an error that no handler has seen. The messages are our own and need no escaping. */
final class ErrorBody {
    private ErrorBody() {}

    static byte[] of(int status, String message) {
        return "{\"code\":%d,\"message\":\"%s\"}"
                .formatted(status, message)
                .getBytes(StandardCharsets.UTF_8);
    }
}
