package io.sandkeeper.sandboxserver.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The body of an answer. The head waits for the first bytes, so that a short answer is one packet.
 */
abstract sealed class AnswerBody extends OutputStream {
    private static final int BUFFER = 8 * 1024;
    private static final byte[] END_OF_LINE = {'\r', '\n'};

    private final Outbound outbound;
    private final byte[] buffer = new byte[BUFFER];
    private byte[] head;
    private int used;
    private boolean closed;

    private AnswerBody(Outbound outbound, byte[] head) {
        this.outbound = outbound;
        this.head = head;
    }

    /** True when it ended as it should, and the connection can go on. */
    abstract boolean complete();

    abstract void frame(byte[] source, int offset, int length) throws IOException;

    void end() throws IOException {
        flush();
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (closed) {
            throw new IOException("the answer has ended");
        }
        if (used + length > BUFFER) {
            pass();
        }
        if (length > BUFFER) {
            frame(source, offset, length);
            return;
        }
        System.arraycopy(source, offset, buffer, used, length);
        used += length;
    }

    @Override
    public void flush() throws IOException {
        pass();
        if (head.length > 0) {
            send(new byte[0], 0, 0);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            end();
        }
    }

    void pass() throws IOException {
        if (used > 0) {
            int count = used;
            used = 0;
            frame(buffer, 0, count);
        }
    }

    /** Sends with the head in front when it was not sent yet. */
    void send(byte[] source, int offset, int length) throws IOException {
        if (head.length == 0) {
            outbound.write(source, offset, length);
            return;
        }
        byte[] both = new byte[head.length + length];
        System.arraycopy(head, 0, both, 0, head.length);
        System.arraycopy(source, offset, both, head.length, length);
        head = new byte[0];
        outbound.write(both, 0, both.length);
    }

    /** Of a length that was said in the head. */
    static final class Sized extends AnswerBody {
        private long left;

        Sized(Outbound outbound, byte[] head, long length) {
            super(outbound, head);
            this.left = length;
        }

        @Override
        void frame(byte[] source, int offset, int length) throws IOException {
            if (length > left) {
                throw new IOException("more bytes than the head announced");
            }
            left -= length;
            send(source, offset, length);
        }

        @Override
        boolean complete() {
            return closed() && left == 0;
        }
    }

    /** In chunks: its end is known when it comes. */
    static final class InChunks extends AnswerBody {
        private boolean complete;

        InChunks(Outbound outbound, byte[] head) {
            super(outbound, head);
        }

        @Override
        void frame(byte[] source, int offset, int length) throws IOException {
            byte[] size = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
            byte[] chunk = new byte[size.length + length + 4];
            System.arraycopy(size, 0, chunk, 0, size.length);
            System.arraycopy(END_OF_LINE, 0, chunk, size.length, 2);
            System.arraycopy(source, offset, chunk, size.length + 2, length);
            System.arraycopy(END_OF_LINE, 0, chunk, chunk.length - 2, 2);
            send(chunk, 0, chunk.length);
        }

        @Override
        void end() throws IOException {
            pass();
            byte[] last = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            send(last, 0, last.length);
            complete = true;
        }

        @Override
        boolean complete() {
            return complete;
        }
    }

    /** Ends with the connection: for HTTP/1.0, which knows no chunks. */
    static final class UntilClose extends AnswerBody {
        UntilClose(Outbound outbound, byte[] head) {
            super(outbound, head);
        }

        @Override
        void frame(byte[] source, int offset, int length) throws IOException {
            send(source, offset, length);
        }

        @Override
        boolean complete() {
            return closed();
        }
    }

    /** For HEAD, 204 and 304: what is written goes nowhere. */
    static final class Nothing extends AnswerBody {
        Nothing(Outbound outbound, byte[] head) {
            super(outbound, head);
        }

        @Override
        void frame(byte[] source, int offset, int length) {
            // The client does not expect these bytes and would take them for the next answer.
        }

        @Override
        boolean complete() {
            return closed();
        }
    }
}
