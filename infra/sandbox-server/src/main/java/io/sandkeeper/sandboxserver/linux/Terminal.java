package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The server's side of a pseudo terminal. */
public final class Terminal implements AutoCloseable {
    private static final int UNLOCK = 0x40045431;
    private static final int NUMBER = 0x80045430;
    private static final int WINDOW_SIZE = 0x5414;
    private static final int PEER = 0x5441;
    private static final int TERMINAL_GROUP = 5;

    private final Descriptor master;
    private final Descriptor writing;
    private final int number;

    private Terminal(Descriptor master, Descriptor writing, int number) {
        this.master = master;
        this.writing = writing;
        this.number = number;
    }

    /**
     * Makes a new one.
     *
     * @param multiplexer an open /dev/ptmx of the devpts that the child will see
     * @param owner whom the child's side belongs to
     */
    public static Terminal open(Descriptor multiplexer, Owner owner) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(4, 4);
            multiplexer.control("unlockpt", UNLOCK, number.address());
            multiplexer.control("ptsname", NUMBER, number.address());
            long peerFlags = Open.READ_WRITE | Open.NO_TERMINAL | Open.CLOSE_ON_EXEC;
            try (var peer = new Descriptor(multiplexer.control("open pts", PEER, peerFlags))) {
                // Not allowed in a user namespace of one user, and not needed there.
                Kernel.call(Syscall.FCHOWN, peer.number(), owner.user(), TERMINAL_GROUP);
                Kernel.call(Syscall.FCHMOD, peer.number(), 0620);
            }
            multiplexer.makeNonBlocking();
            return new Terminal(
                    multiplexer, multiplexer.duplicate(), number.get(ValueLayout.JAVA_INT, 0));
        }
    }

    /** Where the child finds its side. */
    String childPath() {
        return "/dev/pts/" + number;
    }

    Descriptor reading() {
        return master;
    }

    Descriptor writing() {
        return writing;
    }

    public void resize(int columns, int rows) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2);
            size.set(ValueLayout.JAVA_SHORT, 0, (short) Math.clamp(rows, 0, 0xffff));
            size.set(ValueLayout.JAVA_SHORT, 2, (short) Math.clamp(columns, 0, 0xffff));
            master.control("resize", WINDOW_SIZE, size.address());
        }
    }

    @Override
    public void close() {
        master.close();
        writing.close();
    }
}
