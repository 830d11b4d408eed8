package io.sandkeeper.sandboxserver.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sandkeeper.sandboxserver.http.Headers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The head of an upstream's answer. */
record ResponseHead(int status, String reason, Headers headers) {
    private static final int LIMIT = 64 * 1024;
    private static final String PREFIX = "HTTP/1.";

    /**
     * Reads a head and nothing behind it.
     *
     * @throws UpstreamException when this is not HTTP, as early as that can be seen: whoever talks
     *     another protocol may be waiting for us to talk
     */
    static ResponseHead read(InputStream in) throws IOException {
        var budget = new Budget();
        var statusLine = line(in, budget, PREFIX);
        if (!statusLine.matches("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?")) {
            throw new UpstreamException("not a status line");
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        var reason = statusLine.length() > 13 ? statusLine.substring(13) : "";
        return new ResponseHead(status, reason, fields(in, budget));
    }

    private static Headers fields(InputStream in, Budget budget) throws IOException {
        var headers = new Headers();
        for (var line = line(in, budget, ""); !line.isEmpty(); line = line(in, budget, "")) {
            int colon = line.indexOf(':');
            if (colon < 1 || !isToken(line, colon)) {
                throw new UpstreamException("not a header field");
            }
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static boolean isToken(String line, int end) {
        return line.chars()
                .limit(end)
                .allMatch(c -> c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    private static String line(InputStream in, Budget budget, String prefix) throws IOException {
        var line = new ByteArrayOutputStream(80);
        while (true) {
            int read = in.read();
            if (read < 0) {
                throw new UpstreamException("closed within the head");
            }
            budget.spend();
            if (read == '\n') {
                return checked(line);
            }
            if (line.size() < prefix.length() && read != prefix.charAt(line.size())) {
                throw new UpstreamException("not HTTP/1");
            }
            line.write(read);
        }
    }

    /** Some servers end lines with a bare LF; a CR or NUL inside of one is an attack or rubbish. */
    private static String checked(ByteArrayOutputStream bytes) throws UpstreamException {
        var line = bytes.toString(ISO_8859_1);
        if (line.endsWith("\r")) {
            line = line.substring(0, line.length() - 1);
        }
        if (line.indexOf('\r') >= 0 || line.indexOf('\0') >= 0) {
            throw new UpstreamException("a control character within the head");
        }
        return line;
    }

    private static final class Budget {
        private int left = LIMIT;

        void spend() throws UpstreamException {
            if (--left < 0) {
                throw new UpstreamException("a head of more than " + LIMIT + " bytes");
            }
        }
    }
}
