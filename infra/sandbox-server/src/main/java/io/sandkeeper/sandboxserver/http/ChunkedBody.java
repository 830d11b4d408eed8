package io.sandkeeper.sandboxserver.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A body in chunks. Its trailer is read and thrown away. */
final class ChunkedBody extends InputStream {
    private static final int LONGEST_SIZE_LINE = 1024;
    private static final int MOST_DIGITS = 15;

    private final InputStream source;
    private final HeadReader trailers;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedBody(InputStream source, HttpLimits limits) {
        this.source = source;
        this.trailers = new HeadReader(source, limits);
    }

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
        if (left == 0 && !ended) {
            startChunk();
        }
        if (ended) {
            return -1;
        }
        int count = source.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw ended();
        }
        left -= count;
        return count;
    }

    @Override
    public int available() throws IOException {
        return ended ? 0 : (int) Math.min(left, source.available());
    }

    private void startChunk() throws IOException {
        if (!first) {
            expect('\r');
            expect('\n');
        }
        first = false;
        left = size();
        if (left == 0) {
            try {
                trailers.trailer();
            } catch (Rejected rejected) {
                throw new MalformedBodyException("malformed trailer: " + rejected.getMessage());
            }
            ended = true;
        }
    }

    private long size() throws IOException {
        long size = 0;
        int digits = 0;
        int b = next();
        for (int digit = digit(b); digit >= 0; digit = digit(b)) {
            if (++digits > MOST_DIGITS) {
                throw new MalformedBodyException("chunk size too large");
            }
            size = size << 4 | digit;
            b = next();
        }
        if (digits == 0) {
            throw new MalformedBodyException("malformed chunk size");
        }
        skipExtension(b);
        expect('\n');
        return size;
    }

    /** Only ASCII counts: {@link Character#digit} would take digits of other scripts too. */
    private static int digit(int b) {
        return b > 0x7f ? -1 : Character.digit(b, 16);
    }

    private void skipExtension(int start) throws IOException {
        if (start != '\r' && start != ';') {
            throw new MalformedBodyException("malformed chunk size");
        }
        int length = 0;
        for (int b = start; b != '\r'; b = next()) {
            if (b == '\n' || ++length > LONGEST_SIZE_LINE) {
                throw new MalformedBodyException("malformed chunk extension");
            }
        }
    }

    private void expect(char expected) throws IOException {
        if (next() != expected) {
            throw new MalformedBodyException("malformed chunk");
        }
    }

    private int next() throws IOException {
        int b = source.read();
        if (b < 0) {
            throw ended();
        }
        return b;
    }

    private static EOFException ended() {
        return new EOFException("the connection ended inside a body");
    }
}
