package io.sandkeeper.sandboxserver.relay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** So many bytes of a stream: fewer are a failure, more are not touched. */
final class Exactly extends InputStream {
    private final InputStream in;
    private long left;

    Exactly(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("closed " + left + " bytes before the end");
        }
        left -= read;
        return read;
    }
}
