package io.sandkeeper.sandboxserver.relay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes the chunks of an upstream's body apart. Trailers are read and dropped. */
final class ChunkedInput extends InputStream {
    private static final int LINE_LIMIT = 8 * 1024;

    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("closed within a chunk");
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (!first && !line().isEmpty()) {
            throw new IOException("no line end behind a chunk");
        }
        first = false;
        var size = line().split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new IOException("not a chunk size");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            dropTrailers();
            ended = true;
        }
    }

    private void dropTrailers() throws IOException {
        int lines = 0;
        while (!line().isEmpty()) {
            if (++lines > 100) {
                throw new IOException("too many trailers");
            }
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("closed between chunks");
            }
            if (line.length() >= LINE_LIMIT) {
                throw new IOException("a chunk line that is too long");
            }
            line.append((char) read);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r'
                ? line.substring(0, length - 1)
                : line.toString();
    }
}
