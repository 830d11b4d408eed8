package io.sandkeeper.sandboxserver.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;

/** What the kernel knows about a file. */
public record FileStatus(
        int mode, Owner owner, long size, Instant modified, long inode, long device) {
    private static final int EMPTY_PATH = 0x1000;
    private static final int BASIC = 0x7ff;

    static FileStatus of(Descriptor file) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(256, 8);
            Kernel.check(
                    "stat",
                    Kernel.call(
                            Syscall.STATX,
                            file.number(),
                            Kernel.text(arena, "").address(),
                            EMPTY_PATH,
                            BASIC,
                            to.address()));
            return new FileStatus(
                    Short.toUnsignedInt(to.get(ValueLayout.JAVA_SHORT, 28)),
                    new Owner(to.get(ValueLayout.JAVA_INT, 20), to.get(ValueLayout.JAVA_INT, 24)),
                    to.get(ValueLayout.JAVA_LONG, 40),
                    Instant.ofEpochSecond(
                            to.get(ValueLayout.JAVA_LONG, 112),
                            Integer.toUnsignedLong(to.get(ValueLayout.JAVA_INT, 120))),
                    to.get(ValueLayout.JAVA_LONG, 32),
                    (long) to.get(ValueLayout.JAVA_INT, 136) << 32
                            | to.get(ValueLayout.JAVA_INT, 140));
        }
    }

    public enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        /** Devices, FIFOs, sockets. */
        OTHER
    }

    public Kind kind() {
        return switch (mode & 0170000) {
            case 0100000 -> Kind.FILE;
            case 0040000 -> Kind.DIRECTORY;
            case 0120000 -> Kind.LINK;
            default -> Kind.OTHER;
        };
    }

    public boolean isDirectory() {
        return kind() == Kind.DIRECTORY;
    }

    public boolean isFile() {
        return kind() == Kind.FILE;
    }

    public boolean isLink() {
        return kind() == Kind.LINK;
    }

    public int permissions() {
        return mode & 0777;
    }
}
