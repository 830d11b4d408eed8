package io.sandkeeper.sandboxserver.http;

/** A request's head and what it says about the connection. */
record Head(
        Request request,
        Framing framing,
        boolean http10,
        boolean keepAlive,
        boolean expectsContinue) {}
