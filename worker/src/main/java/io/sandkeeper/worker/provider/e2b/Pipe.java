package io.sandkeeper.worker.provider.e2b;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A few pieces between one thread that writes and one that reads. */
final class Pipe {
    private static final int PIECE = 64 * 1024;
    private static final int MOST_PIECES = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private State state = State.OPEN;

    private enum State {
        OPEN,
        /** Everything was written. */
        FINISHED,
        /** The writer gave up in the middle. */
        BROKEN,
        /** Nobody reads any more. */
        ABANDONED
    }

    /** Told to a writer whose reader is gone. */
    static final class Abandoned extends IOException {
        private static final long serialVersionUID = 1L;
    }

    InputStream in() {
        return new In();
    }

    OutputStream out() {
        return new Out();
    }

    void finish() {
        turn(State.FINISHED);
    }

    void breakOff() {
        turn(State.BROKEN);
    }

    void abandon() {
        lock.lock();
        try {
            pieces.clear();
        } finally {
            lock.unlock();
        }
        turn(State.ABANDONED);
    }

    /** What it turned to first stays. */
    private void turn(State to) {
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = to;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void put(byte[] piece) throws IOException {
        lock.lock();
        try {
            while (state == State.OPEN && pieces.size() >= MOST_PIECES) {
                await();
            }
            if (state != State.OPEN) {
                throw new Abandoned();
            }
            pieces.add(piece);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Empty at the end. */
    private byte[] take() throws IOException {
        lock.lock();
        try {
            while (state == State.OPEN && pieces.isEmpty()) {
                await();
            }
            if (!pieces.isEmpty()) {
                var piece = pieces.remove();
                changed.signalAll();
                return piece;
            }
            if (state != State.FINISHED) {
                throw new IOException("the content was not made to its end");
            }
            return new byte[0];
        } finally {
            lock.unlock();
        }
    }

    /** Once; whoever calls it looks again whether it may go on. */
    @SuppressWarnings("WaitNotInLoop")
    private void await() throws InterruptedIOException {
        try {
            changed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private final class In extends InputStream {
        private byte[] piece = new byte[0];
        private int at;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (at == piece.length) {
                piece = take();
                at = 0;
            }
            if (piece.length == 0) {
                return -1;
            }
            var count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, from, count);
            at += count;
            return count;
        }

        @Override
        public void close() {
            abandon();
        }
    }

    /** Its last piece leaves with {@link #flush}; closing it says nothing. */
    private final class Out extends OutputStream {
        private byte[] piece = new byte[PIECE];
        private int filled;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            var at = from;
            while (at < from + length) {
                var count = Math.min(piece.length - filled, from + length - at);
                System.arraycopy(bytes, at, piece, filled, count);
                filled += count;
                at += count;
                if (filled == piece.length) {
                    put(piece);
                    piece = new byte[PIECE];
                    filled = 0;
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (filled > 0) {
                put(Arrays.copyOf(piece, filled));
                filled = 0;
            }
        }
    }
}
