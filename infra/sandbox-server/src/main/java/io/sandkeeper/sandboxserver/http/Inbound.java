package io.sandkeeper.sandboxserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/** The bytes that a client sends, with what was already taken from the channel in front. */
final class Inbound extends InputStream {
    /** An idle connection holds no more than this, so that ten thousand of them are cheap. */
    private static final int RESTING = 256;

    private static final int WORKING = 8 * 1024;

    /** The channel copies through a direct buffer of the size asked for; this bounds it. */
    private static final int LARGEST_READ = 64 * 1024;

    private final SocketChannel channel;
    private byte[] buffer = new byte[RESTING];
    private int position;
    private int limit;

    Inbound(SocketChannel channel) {
        this.channel = channel;
    }

    /** Waits for a byte without taking it; false at the end. */
    boolean ready() throws IOException {
        return position < limit || fill() > 0;
    }

    /** Called between two requests. */
    void rest() {
        if (position == limit && buffer.length > RESTING) {
            buffer = new byte[RESTING];
            position = 0;
            limit = 0;
        }
    }

    @Override
    public int read() throws IOException {
        return ready() ? buffer[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position == limit && length >= WORKING) {
            return channel.read(ByteBuffer.wrap(target, offset, Math.min(length, LARGEST_READ)));
        }
        if (!ready()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return limit - position;
    }

    private int fill() throws IOException {
        boolean grown = limit == buffer.length && buffer.length < WORKING;
        if (grown) {
            buffer = new byte[WORKING];
        }
        position = 0;
        limit = 0;
        int count = channel.read(ByteBuffer.wrap(buffer));
        limit = Math.max(count, 0);
        return count;
    }
}
