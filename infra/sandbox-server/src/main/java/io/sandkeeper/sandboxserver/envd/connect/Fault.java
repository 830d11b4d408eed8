package io.sandkeeper.sandboxserver.envd.connect;

import java.util.Map;

/** A call that fails with one of the protocol's codes. */
public final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    public Fault(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    Map<String, String> body() {
        return Map.of("code", code.wireName(), "message", String.valueOf(getMessage()));
    }
}
