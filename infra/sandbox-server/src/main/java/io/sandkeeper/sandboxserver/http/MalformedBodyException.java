package io.sandkeeper.sandboxserver.http;

import java.io.IOException;

/** A body that breaks the rules of its framing; answered with 400 when nothing was answered yet. */
public final class MalformedBodyException extends IOException {
    MalformedBodyException(String message) {
        super(message);
    }
}
