package io.sandkeeper.sandboxserver.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A walk below a directory that the kernel takes for the root, {@code openat2} with
 * RESOLVE_IN_ROOT. As the kernel resolves each step under its own locks, a directory that is
 * swapped for a link at any moment leads nowhere else than inside.
 */
public final class RootedWalk implements PathWalk, AutoCloseable {
    private static final long IN_ROOT = 0x10;
    private static final long NO_MAGIC_LINKS = 0x02;

    /** A rename elsewhere may make the kernel give up a walk; it asks to be called again. */
    private static final int ATTEMPTS = 128;

    private final Descriptor root;
    private final String rootPath;
    private final Map<String, String> hostPrefixes;

    /**
     * @param root the directory, for instance /proc/1234/root
     * @param hostPrefixes the host's own directories for some of those below it
     */
    public RootedWalk(String root, Map<String, String> hostPrefixes) throws LinuxException {
        this.root = openOnHost(root, Open.PLACE | Open.DIRECTORY);
        this.rootPath = root;
        this.hostPrefixes = Map.copyOf(hostPrefixes);
    }

    static Descriptor openOnHost(String path, int flags) throws LinuxException {
        int here = -100;
        try (Arena arena = Arena.ofConfined()) {
            return new Descriptor(
                    Kernel.check(
                            path,
                            Kernel.call(
                                    Syscall.OPENAT,
                                    here,
                                    Kernel.text(arena, path).address(),
                                    flags | Open.CLOSE_ON_EXEC)));
        }
    }

    @Override
    public Descriptor open(String path, int flags, int mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(24, 8);
            how.set(ValueLayout.JAVA_LONG, 0, flags | Open.CLOSE_ON_EXEC);
            how.set(ValueLayout.JAVA_LONG, 8, (flags & Open.CREATE) == 0 ? 0 : mode);
            how.set(ValueLayout.JAVA_LONG, 16, IN_ROOT | NO_MAGIC_LINKS);
            MemorySegment text = Kernel.text(arena, path);
            long result = -Errno.AGAIN;
            for (int i = 0; i < ATTEMPTS && result == -Errno.AGAIN; i++) {
                result =
                        Kernel.call(
                                Syscall.OPENAT2,
                                root.number(),
                                text.address(),
                                how.address(),
                                how.byteSize());
            }
            return new Descriptor(Kernel.check(path, result));
        }
    }

    @Override
    public String pathOf(Descriptor file) throws IOException {
        return new String(Links.ofOpenFile(file), StandardCharsets.UTF_8);
    }

    @Override
    public String hostPathOf(String path) {
        for (var prefix : hostPrefixes.entrySet()) {
            if (isBelow(path, prefix.getKey())) {
                return prefix.getValue() + path.substring(prefix.getKey().length());
            }
        }
        return rootPath + path;
    }

    @Override
    public String insideOf(String hostPath) {
        for (var prefix : hostPrefixes.entrySet()) {
            if (isBelow(hostPath, prefix.getValue())) {
                return prefix.getKey() + hostPath.substring(prefix.getValue().length());
            }
        }
        return isBelow(hostPath, rootPath) ? hostPath.substring(rootPath.length()) : hostPath;
    }

    private static boolean isBelow(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    @Override
    public void close() {
        root.close();
    }
}
