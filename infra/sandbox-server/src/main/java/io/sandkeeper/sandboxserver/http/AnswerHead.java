package io.sandkeeper.sandboxserver.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/** Writes the head of an answer. Framing is ours: what a handler says about it is left out. */
final class AnswerHead {
    private static final Set<String> OURS =
            Set.of("content-length", "transfer-encoding", "connection", "keep-alive");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private AnswerHead() {}

    static byte[] write(int status, Headers headers, String framing, boolean close, Instant now) {
        var text = new StringBuilder(256);
        text.append("HTTP/1.1 ").append(status).append(' ').append(Reason.of(status));
        text.append("\r\n");
        headers.forEach(
                (name, value) -> {
                    if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                        field(text, name, value);
                    }
                });
        if (!headers.has("Date")) {
            field(text, "Date", DATE.format(now));
        }
        text.append(framing);
        if (close) {
            field(text, "Connection", "close");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void field(StringBuilder text, String name, String value) {
        if (splits(name) || splits(value)) {
            throw new IllegalArgumentException(
                    "a header field of an answer has a line end: " + name);
        }
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static boolean splits(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0;
    }
}
