package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The extended attributes of a file whose names begin alike. */
public final class Attributes {
    private static final int MOST = 64 * 1024;

    private final String prefix;

    public Attributes(String prefix) {
        this.prefix = prefix;
    }

    /** Empty, too, where the file system knows none. */
    public Map<String, String> of(Descriptor place) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = path(arena, place);
            Map<String, String> values = new TreeMap<>();
            // Most files have none, and a small buffer asks that cheaply.
            long size = Kernel.call(Syscall.LISTXATTR, path.address(), 0, 0);
            if (size <= 0) {
                return values;
            }
            MemorySegment names = arena.allocate(MOST);
            long length = Kernel.call(Syscall.LISTXATTR, path.address(), names.address(), MOST);
            long at = 0;
            while (at < length) {
                String name = names.getString(at);
                at += name.getBytes(StandardCharsets.UTF_8).length + 1L;
                if (name.startsWith(prefix)) {
                    read(arena, path, name)
                            .ifPresent(value -> values.put(name.substring(prefix.length()), value));
                }
            }
            return values;
        }
    }

    private static Optional<String> read(Arena arena, MemorySegment path, String name)
            throws LinuxException {
        MemorySegment value = arena.allocate(MOST);
        long length =
                Kernel.call(
                        Syscall.GETXATTR,
                        path.address(),
                        Kernel.text(arena, name).address(),
                        value.address(),
                        MOST);
        if (length < 0) {
            return Optional.empty();
        }
        byte[] bytes = value.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Makes these the only ones. */
    public void replace(Descriptor place, Map<String, String> values) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = path(arena, place);
            for (String old : of(place).keySet()) {
                if (!values.containsKey(old)) {
                    MemorySegment name = Kernel.text(arena, prefix + old);
                    Kernel.call(Syscall.REMOVEXATTR, path.address(), name.address());
                }
            }
            for (var entry : values.entrySet()) {
                byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
                MemorySegment value = arena.allocate(Math.max(1, bytes.length));
                MemorySegment.copy(bytes, 0, value, ValueLayout.JAVA_BYTE, 0, bytes.length);
                Kernel.check(
                        "setxattr " + entry.getKey(),
                        Kernel.call(
                                Syscall.SETXATTR,
                                path.address(),
                                Kernel.text(arena, prefix + entry.getKey()).address(),
                                value.address(),
                                bytes.length,
                                0));
            }
        }
    }

    private static MemorySegment path(Arena arena, Descriptor place) throws LinuxException {
        return Kernel.text(arena, place.path().toString());
    }
}
