package io.sandkeeper.sandboxserver.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;

/**
 * The bytes that go to a client, unbuffered; a client that takes nothing for too long is dropped.
 */
final class Outbound extends OutputStream {
    /** The channel copies through a direct buffer of the size asked for; this bounds it. */
    private static final int LARGEST_WRITE = 64 * 1024;

    private final SocketChannel channel;
    private final Deadlines deadlines;
    private final Duration stall;

    Outbound(SocketChannel channel, Deadlines deadlines, Duration stall) {
        this.channel = channel;
        this.deadlines = deadlines;
        this.stall = stall;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, LARGEST_WRITE);
            deadlines.writeWithin(stall);
            done += channel.write(ByteBuffer.wrap(source, offset + done, count));
        }
        deadlines.writeWhenever();
    }
}
