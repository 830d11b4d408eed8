package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * An open file of the kernel's. Closing is safe at any time: whoever waits in it is woken, and the
 * number is given back only when nobody uses it any more, so that it can never mean another file.
 */
public final class Descriptor implements AutoCloseable {
    /** As much as a pipe holds by default in one page run; the size that the protocol sends. */
    static final int CHUNK = 32 * 1024;

    private final int number;
    private int users;
    private boolean closed;
    private boolean polled;

    Descriptor(long number) {
        this.number = (int) number;
    }

    /** The number, for as long as this is open. */
    public int number() {
        return number;
    }

    /** A path that opens the same file again, whatever happens to its name. */
    public Path path() {
        return Path.of("/proc/self/fd/" + number);
    }

    public FileChannel channel(OpenOption... options) throws IOException {
        return FileChannel.open(path(), options);
    }

    /** Reads what there is, waits for it when there is nothing; -1 at the end. */
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        enter();
        try (Arena arena = Arena.ofConfined()) {
            int most = Math.min(length, CHUNK);
            MemorySegment buffer = arena.allocate(most);
            while (true) {
                long count = Kernel.call(Syscall.READ, number, buffer.address(), most);
                if (count > 0) {
                    MemorySegment.copy(
                            buffer, ValueLayout.JAVA_BYTE, 0, target, offset, (int) count);
                    return (int) count;
                }
                // A terminal says EIO when its last process is gone.
                if (count == 0 || count == -Errno.IO) {
                    return -1;
                }
                awaitUnless(count, "read", Poller.IN);
            }
        } finally {
            leave();
        }
    }

    public void write(byte[] source, int offset, int length) throws IOException {
        enter();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.clamp(length, 1, CHUNK));
            int done = 0;
            while (done < length) {
                int most = Math.min(length - done, CHUNK);
                MemorySegment.copy(source, offset + done, buffer, ValueLayout.JAVA_BYTE, 0, most);
                long count = Kernel.call(Syscall.WRITE, number, buffer.address(), most);
                if (count >= 0) {
                    done += (int) count;
                } else {
                    awaitUnless(count, "write", Poller.OUT);
                }
            }
        } finally {
            leave();
        }
    }

    private void awaitUnless(long result, String call, int events) throws IOException {
        if (result != -Errno.AGAIN) {
            throw new LinuxException(call, (int) -result);
        }
        var ready = new AtomicBoolean();
        Thread waiting = Thread.currentThread();
        synchronized (this) {
            if (closed) {
                throw new AsynchronousCloseException();
            }
            polled = true;
            Poller.shared()
                    .once(
                            number,
                            events,
                            () -> {
                                ready.set(true);
                                LockSupport.unpark(waiting);
                            });
        }
        while (!ready.get()) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                waiting.interrupt();
                throw new InterruptedIOException(call);
            }
        }
        synchronized (this) {
            if (closed) {
                throw new AsynchronousCloseException();
            }
        }
    }

    private synchronized void enter() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        users++;
    }

    private synchronized void leave() {
        users--;
        if (closed && users == 0) {
            Kernel.call(Syscall.CLOSE, number);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (polled) {
                Poller.shared().forget(number);
            }
            if (users == 0) {
                Kernel.call(Syscall.CLOSE, number);
            }
        }
    }

    /** A call about this file that cannot meet another one under the same number. */
    long call(String what, Syscall syscall, long... arguments) throws IOException {
        enter();
        try {
            var all = new long[arguments.length + 1];
            all[0] = number;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return Kernel.check(what, Kernel.call(syscall, all));
        } finally {
            leave();
        }
    }

    long control(String what, int request, long argument) throws IOException {
        return call(what, Syscall.IOCTL, Integer.toUnsignedLong(request), argument);
    }

    /** Another number for the same open file, with a life of its own. */
    Descriptor duplicate() throws LinuxException {
        int duplicateOnExec = 1030;
        return new Descriptor(
                Kernel.check("fcntl", Kernel.call(Syscall.FCNTL, number, duplicateOnExec, 0)));
    }

    void makeNonBlocking() throws LinuxException {
        int setFlags = 4;
        Kernel.check("fcntl", Kernel.call(Syscall.FCNTL, number, setFlags, Open.NON_BLOCKING));
    }
}
