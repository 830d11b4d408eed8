package io.sandkeeper.sandboxserver.linux;

import java.lang.foreign.Arena;

/** The mounts of the calling thread's namespace. */
public final class Mounts {
    private static final long READ_ONLY = 1;
    private static final long NO_SET_USER_ID = 2;
    private static final long NO_DEVICES = 4;
    private static final long NO_EXECUTION = 8;
    private static final long AGAIN = 32;
    private static final long BIND = 4096;
    private static final long RECURSIVE = 16384;
    private static final long PRIVATE = 1 << 18;
    private static final long DETACH = 2;

    private Mounts() {}

    /** What happens here from now on stays here. */
    public static void makePrivate() throws LinuxException {
        mount("none", "/", "", RECURSIVE | PRIVATE, "");
    }

    public static void bind(String source, String target) throws LinuxException {
        mount(source, target, "", BIND, "");
    }

    public static void bindAll(String source, String target) throws LinuxException {
        mount(source, target, "", BIND | RECURSIVE, "");
    }

    /**
     * Makes a bind read-only. In a user namespace the flags that the host set are locked, and
     * leaving one out is refused: so they are tried in turn.
     */
    public static void makeReadOnly(String target) throws LinuxException {
        long base = AGAIN | BIND | READ_ONLY;
        long[] locked = {
            0, NO_DEVICES, NO_SET_USER_ID | NO_DEVICES, NO_SET_USER_ID | NO_DEVICES | NO_EXECUTION,
        };
        long relativeAccessTime = 1 << 21;
        LinuxException last = new LinuxException("remount " + target, Errno.PERM);
        for (long flags : locked) {
            for (long time : new long[] {0, relativeAccessTime}) {
                try {
                    mount("none", target, "", base | flags | time, "");
                    return;
                } catch (LinuxException e) {
                    last = e;
                }
            }
        }
        throw last;
    }

    public static void fresh(String type, String target, String options) throws LinuxException {
        mount(
                type,
                target,
                type,
                NO_SET_USER_ID | (type.equals("devpts") ? 0 : NO_DEVICES),
                options);
    }

    /** Makes {@code root} the root, with the old one at {@code old} below it. */
    public static void changeRoot(String root, String old) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            Kernel.check(
                    "pivot_root " + root,
                    Kernel.call(
                            Syscall.PIVOT_ROOT,
                            Kernel.text(arena, root).address(),
                            Kernel.text(arena, root + old).address()));
        }
    }

    /** Takes a mount away with all below it, now or when its last user is gone. */
    public static void detach(String target) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            Kernel.check(
                    "umount " + target,
                    Kernel.call(Syscall.UMOUNT2, Kernel.text(arena, target).address(), DETACH));
        }
    }

    private static void mount(String source, String target, String type, long flags, String options)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            Kernel.check(
                    "mount " + target,
                    Kernel.call(
                            Syscall.MOUNT,
                            Kernel.text(arena, source).address(),
                            Kernel.text(arena, target).address(),
                            Kernel.text(arena, type).address(),
                            flags,
                            Kernel.text(arena, options).address()));
        }
    }
}
