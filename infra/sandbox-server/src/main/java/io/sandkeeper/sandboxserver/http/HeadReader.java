package io.sandkeeper.sandboxserver.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads the head of a request, strictly: what two parsers could understand in two ways is refused.
 */
final class HeadReader {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final InputStream source;
    private final HttpLimits limits;
    private int left;

    HeadReader(InputStream source, HttpLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    Head read(SocketAddress remote) throws IOException, Rejected {
        left = limits.headBytes();
        String first = line();
        // A client may end its last body with a stray line end; RFC 9112 asks to forgive it.
        String start = first.isEmpty() ? line() : first;
        String[] words = start.split(" ", -1);
        if (words.length != 3 || !isToken(words[0]) || !isTarget(words[1])) {
            throw Rejected.bad("malformed request line");
        }
        boolean http10 = isHttp10(words[2]);
        Headers headers = fields();
        checkHost(headers, http10);
        Request request = request(words[0], words[1], headers, remote);
        return new Head(
                request,
                Framing.of(headers, http10),
                http10,
                !http10 && !mentions(headers, "Connection", "close"),
                !http10 && mentions(headers, "Expect", "100-continue"));
    }

    /** The fields up to the empty line: a head's, or a chunked body's trailer. */
    Headers trailer() throws IOException, Rejected {
        left = limits.headBytes();
        return fields();
    }

    private Headers fields() throws IOException, Rejected {
        var headers = new Headers();
        int count = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (++count > limits.headerCount()) {
                throw new Rejected(431, "too many header fields");
            }
            int colon = line.indexOf(':');
            if (colon < 1 || !isToken(line.substring(0, colon))) {
                throw Rejected.bad("malformed header field");
            }
            headers.add(line.substring(0, colon), value(line.substring(colon + 1)));
        }
        return headers;
    }

    private static String value(String text) throws Rejected {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw Rejected.bad("control character in a header field");
            }
        }
        return text.strip();
    }

    private String line() throws IOException, Rejected {
        var bytes = new ByteArrayOutputStream(128);
        while (true) {
            int b = next();
            if (b == '\r') {
                if (next() != '\n') {
                    throw Rejected.bad("a carriage return without a line feed");
                }
                return bytes.toString(StandardCharsets.ISO_8859_1);
            }
            if (b == '\n') {
                throw Rejected.bad("a line feed without a carriage return");
            }
            bytes.write(b);
        }
    }

    private int next() throws IOException, Rejected {
        if (left-- == 0) {
            throw new Rejected(431, "request head too large");
        }
        int b = source.read();
        if (b < 0) {
            throw new EOFException("the connection ended inside a head");
        }
        return b;
    }

    private static boolean isHttp10(String version) throws Rejected {
        return switch (version) {
            case "HTTP/1.1" -> false;
            case "HTTP/1.0" -> true;
            default -> {
                if (version.matches("HTTP/\\d\\.\\d")) {
                    throw new Rejected(505, "HTTP version not supported");
                }
                throw Rejected.bad("malformed request line");
            }
        };
    }

    private static void checkHost(Headers headers, boolean http10) throws Rejected {
        int hosts = headers.all("Host").size();
        if (hosts > 1 || (hosts == 0 && !http10)) {
            throw Rejected.bad(hosts == 0 ? "missing Host" : "more than one Host");
        }
    }

    private static Request request(
            String method, String target, Headers headers, SocketAddress remote) {
        int question = target.indexOf('?');
        String query = question < 0 ? "" : target.substring(question + 1);
        String location = question < 0 ? target : target.substring(0, question);
        return new Request(method, target, path(location), query, headers, remote);
    }

    private static String path(String location) {
        int scheme = location.indexOf("://");
        if (location.startsWith("/") || scheme < 0) {
            return location;
        }
        int slash = location.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : location.substring(slash);
    }

    static boolean mentions(Headers headers, String name, String word) {
        return headers.all(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(part -> part.strip().toLowerCase(Locale.ROOT).equals(word));
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(HeadReader::isTokenMark);
    }

    private static boolean isTokenMark(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isTarget(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
