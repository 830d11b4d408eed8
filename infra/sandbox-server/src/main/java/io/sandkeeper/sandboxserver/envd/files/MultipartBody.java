package io.sandkeeper.sandboxserver.envd.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a form of several parts, one after the other, without keeping them. */
final class MultipartBody {
    private static final Pattern BOUNDARY =
            Pattern.compile(
                    "boundary=(?:\"([^\"]{1,200})\"|([^;,\\s]{1,200}))", Pattern.CASE_INSENSITIVE);
    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_HEAD = 16 * 1024;

    private final InputStream source;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    /** A part's head; its content is read before the next part is asked for. */
    record Part(String name, Optional<String> fileName, InputStream content) {}

    private MultipartBody(InputStream source, String boundary) {
        this.source = source;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may come without the line end that belongs to all others.
        buffer[limit++] = '\r';
        buffer[limit++] = '\n';
    }

    static MultipartBody of(InputStream source, String contentType) throws FileProblem {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new FileProblem(400, "multipart form without a boundary");
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new MultipartBody(source, Objects.requireNonNull(boundary));
    }

    Optional<Part> next() throws IOException {
        var rest = new Content();
        rest.transferTo(OutputStream.nullOutputStream());
        position += delimiter.length;
        String end = line();
        if (end.startsWith("--")) {
            return Optional.empty();
        }
        if (!end.isBlank()) {
            throw malformed();
        }
        Map<String, String> head = new TreeMap<>();
        int size = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            size += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || size > LONGEST_HEAD) {
                throw malformed();
            }
            head.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String disposition = head.getOrDefault("content-disposition", "");
        return Optional.of(
                new Part(
                        Disposition.parameter(disposition, "name").orElse(""),
                        Disposition.parameter(disposition, "filename"),
                        new Content()));
    }

    private static FileProblem malformed() {
        return new FileProblem(400, "malformed multipart form");
    }

    /** The end of the form may come without a line end. */
    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (bytes.size() <= LONGEST_HEAD) {
            if (position == limit && !fill()) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
            byte b = buffer[position++];
            if (b == '\n') {
                String line = bytes.toString(StandardCharsets.UTF_8);
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
            bytes.write(b);
        }
        throw malformed();
    }

    /** Moves what is left to the front and reads more behind it. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int count = source.read(buffer, limit, BUFFER - limit);
        limit += Math.max(count, 0);
        return count > 0;
    }

    /** Where the delimiter begins, or else the place up to which there is certainly none. */
    private int clear() {
        int last = limit - delimiter.length;
        for (int i = position; i <= last; i++) {
            if (buffer[i] == delimiter[0]
                    && Arrays.equals(
                            buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return Math.max(position, last + 1);
    }

    private boolean atDelimiter() {
        return limit - position >= delimiter.length
                && Arrays.equals(
                        buffer,
                        position,
                        position + delimiter.length,
                        delimiter,
                        0,
                        delimiter.length);
    }

    /** Ends before the next delimiter, which stays in the buffer. */
    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            while (clear() == position) {
                if (atDelimiter()) {
                    return -1;
                }
                if (!fill()) {
                    throw malformed();
                }
            }
            int count = Math.min(length, clear() - position);
            System.arraycopy(buffer, position, target, offset, count);
            position += count;
            return count;
        }
    }
}
