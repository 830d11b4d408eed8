package io.sandkeeper.sandboxserver.http;

import java.util.List;

/** How the end of a request's body is known. */
sealed interface Framing {
    record None() implements Framing {}

    record Length(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    /** Two ways to tell the end are an attack on whoever stands in between, never an accident. */
    static Framing of(Headers headers, boolean http10) throws Rejected {
        List<String> lengths = headers.all("Content-Length");
        List<String> codings = headers.all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                throw Rejected.bad("both Content-Length and Transfer-Encoding");
            }
            if (http10) {
                throw Rejected.bad("Transfer-Encoding in HTTP/1.0");
            }
            if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new Rejected(501, "transfer coding not supported");
            }
            return new Chunked();
        }
        if (lengths.isEmpty()) {
            return new None();
        }
        if (lengths.size() > 1) {
            throw Rejected.bad("more than one Content-Length");
        }
        return new Length(length(lengths.getFirst()));
    }

    private static long length(String text) throws Rejected {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.length() > 18) {
            throw Rejected.bad("invalid Content-Length");
        }
        return Long.parseLong(text);
    }
}
