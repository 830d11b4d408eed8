package io.sandkeeper.sandboxserver.relay;

import io.sandkeeper.sandboxserver.http.Headers;

import java.util.List;

/** How the end of an upstream's body is told. */
sealed interface Framing {
    /** No body follows. */
    record None() implements Framing {}

    /** No body follows, but the head tells how long it would be: an answer to HEAD. */
    record Told(long bytes) implements Framing {}

    /** No body follows, and how long it would be is not told either. */
    record Untold() implements Framing {}

    record Length(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    record UntilClose() implements Framing {}

    static Framing of(String method, int status, Headers headers) throws UpstreamException {
        if (status == 204 || status == 304) {
            return new None();
        }
        var body = ofBody(headers);
        if (!method.equals("HEAD")) {
            return body;
        }
        return body instanceof Length(long bytes) ? new Told(bytes) : new Untold();
    }

    private static Framing ofBody(Headers headers) throws UpstreamException {
        var codings = HopByHop.tokens(headers, "Transfer-Encoding");
        if (codings.equals(List.of("chunked"))) {
            return new Chunked();
        }
        if (!codings.isEmpty()) {
            throw new UpstreamException("unknown transfer coding " + codings);
        }
        return length(headers);
    }

    private static Framing length(Headers headers) throws UpstreamException {
        var told = HopByHop.tokens(headers, "Content-Length").stream().distinct().toList();
        if (told.isEmpty()) {
            return new UntilClose();
        }
        if (told.size() > 1 || !told.getFirst().matches("[0-9]{1,18}")) {
            throw new UpstreamException("a length that is none: " + told);
        }
        return new Length(Long.parseLong(told.getFirst()));
    }
}
