package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An open directory. Names are bytes, since not every name is text, and each step goes by the open
 * directory, never by a path that somebody may change meanwhile.
 */
public final class Directory implements AutoCloseable {
    private static final int REMOVE_DIRECTORY = 0x200;
    private static final int BUFFER = 32 * 1024;

    /** Deeper ones are pulled up before they are removed, so that open files stay few. */
    private static final int DEEPEST = 64;

    private final Descriptor descriptor;
    private int moved;

    private Directory(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** The directory behind an open place, which stays the caller's. */
    public static Directory of(Descriptor place) throws LinuxException {
        return below(place, new byte[] {'.'});
    }

    public static Directory onHost(String path) throws LinuxException {
        return new Directory(RootedWalk.openOnHost(path, Open.DIRECTORY));
    }

    private static Directory below(Descriptor parent, byte[] name) throws LinuxException {
        return new Directory(open(parent, name, Open.DIRECTORY | Open.NO_FOLLOW));
    }

    /** A place below this one; a link is not followed. */
    public Descriptor child(byte[] name) throws LinuxException {
        return open(descriptor, name, Open.PLACE | Open.NO_FOLLOW);
    }

    private static Descriptor open(Descriptor parent, byte[] name, int flags)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            return new Descriptor(
                    Kernel.check(
                            "open",
                            Kernel.call(
                                    Syscall.OPENAT,
                                    parent.number(),
                                    Kernel.text(arena, name).address(),
                                    flags | Open.CLOSE_ON_EXEC)));
        }
    }

    /** The names in it, in the order of their bytes. */
    public List<byte[]> names() throws LinuxException {
        List<byte[]> names = new ArrayList<>();
        Kernel.check("list", Kernel.call(Syscall.LSEEK, descriptor.number(), 0, 0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            while (true) {
                long length =
                        Kernel.check(
                                "list",
                                Kernel.call(
                                        Syscall.GETDENTS64,
                                        descriptor.number(),
                                        buffer.address(),
                                        BUFFER));
                if (length == 0) {
                    break;
                }
                collect(buffer, length, names);
            }
        }
        names.sort(Arrays::compareUnsigned);
        return names;
    }

    private static void collect(MemorySegment buffer, long length, List<byte[]> names) {
        int lengthOffset = 16;
        int nameOffset = 19;
        long at = 0;
        while (at < length) {
            long record =
                    Short.toUnsignedInt(
                            buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + lengthOffset));
            long end = at + nameOffset;
            while (buffer.get(ValueLayout.JAVA_BYTE, end) != 0) {
                end++;
            }
            byte[] name =
                    buffer.asSlice(at + nameOffset, end - at - nameOffset)
                            .toArray(ValueLayout.JAVA_BYTE);
            boolean itself = name.length == 1 && name[0] == '.';
            boolean parent = name.length == 2 && name[0] == '.' && name[1] == '.';
            if (!itself && !parent) {
                names.add(name);
            }
            at += record;
        }
    }

    /** Removes what has this name, with all below it; silent when there is nothing. */
    public void remove(byte[] name) throws IOException {
        if (!removeIfEmpty(name)) {
            try (Directory inner = below(descriptor, name)) {
                List<byte[]> names = inner.names();
                while (!names.isEmpty()) {
                    inner.clear(names, inner, 1);
                    names = inner.names();
                }
            }
            Kernel.check("remove", unlink(name, REMOVE_DIRECTORY));
        }
    }

    /** False for a directory with something in it. */
    private boolean removeIfEmpty(byte[] name) throws LinuxException {
        long result = unlink(name, 0);
        if (result == -Errno.IS_DIRECTORY || result == -Errno.PERM) {
            result = unlink(name, REMOVE_DIRECTORY);
            if (result == -Errno.NOT_EMPTY || result == -Errno.EXISTS) {
                return false;
            }
        }
        if (result < 0 && result != -Errno.NO_ENTRY) {
            throw new LinuxException("remove", (int) -result);
        }
        return true;
    }

    /** Removes these; what is too deep moves to the top instead, where it is found again. */
    private void clear(List<byte[]> names, Directory top, int depth) throws IOException {
        for (byte[] name : names) {
            if (!removeIfEmpty(name)) {
                if (depth >= DEEPEST) {
                    var above = "." + top.moved++ + "-" + System.nanoTime();
                    byte[] free = above.getBytes(StandardCharsets.US_ASCII);
                    Kernel.check("move", rename(descriptor, name, top.descriptor, free));
                } else {
                    try (Directory inner = below(descriptor, name)) {
                        inner.clear(inner.names(), top, depth + 1);
                    }
                    removeIfEmpty(name);
                }
            }
        }
    }

    private long unlink(byte[] name, int flags) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            return Kernel.call(
                    Syscall.UNLINKAT,
                    descriptor.number(),
                    Kernel.text(arena, name).address(),
                    flags);
        }
    }

    static long rename(Descriptor from, byte[] name, Descriptor to, byte[] newName)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            return Kernel.call(
                    Syscall.RENAMEAT,
                    from.number(),
                    Kernel.text(arena, name).address(),
                    to.number(),
                    Kernel.text(arena, newName).address());
        }
    }

    long make(byte[] name, int mode) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            return Kernel.call(
                    Syscall.MKDIRAT, descriptor.number(), Kernel.text(arena, name).address(), mode);
        }
    }

    Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
