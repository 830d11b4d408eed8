package io.sandkeeper.sandboxserver.relay;

import java.io.IOException;

/** The far side failed before the client saw anything of an answer, so a 502 can still be sent. */
public final class UpstreamException extends IOException {
    UpstreamException(String message) {
        super(message);
    }

    UpstreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
