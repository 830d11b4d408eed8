package io.sandkeeper.sandboxserver.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What symbolic links say. */
final class Links {
    private static final int LONGEST = 4096;
    private static final int HERE = -100;

    private Links() {}

    /** The text of a link that was opened as a place, without following it. */
    static byte[] of(Descriptor link) throws LinuxException {
        return read(link.number(), "");
    }

    /** The path of an open file, as the root of its own mount namespace has it. */
    static byte[] ofOpenFile(Descriptor file) throws LinuxException {
        return read(HERE, "/proc/self/fd/" + file.number());
    }

    private static byte[] read(int directory, String path) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST);
            long length =
                    Kernel.check(
                            "readlink",
                            Kernel.call(
                                    Syscall.READLINKAT,
                                    directory,
                                    Kernel.text(arena, path).address(),
                                    buffer.address(),
                                    LONGEST));
            return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
