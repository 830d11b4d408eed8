package io.sandkeeper.sandboxserver.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The namespaces of the calling thread, which must be an {@link Errand}'s. */
public final class Namespaces {
    public static final int MOUNT = 0x00020000;
    public static final int HOST_NAME = 0x04000000;
    public static final int IPC = 0x08000000;
    public static final int PID = 0x20000000;
    public static final int NETWORK = 0x40000000;
    public static final int ALL = MOUNT | HOST_NAME | IPC | PID | NETWORK;

    /** The working directory, root and umask, which threads share until told otherwise. */
    private static final int FILE_SYSTEM_STATE = 0x200;

    private Namespaces() {}

    /** New ones; the pid namespace begins with the next child. */
    public static void leaveFor(int kinds) throws LinuxException {
        Kernel.check(
                "unshare",
                Kernel.call(Syscall.UNSHARE, Integer.toUnsignedLong(kinds | FILE_SYSTEM_STATE)));
    }

    /** Those of a process; the pid namespace is the next child's. */
    public static void enter(Descriptor process, int kinds) throws LinuxException {
        Kernel.check("unshare", Kernel.call(Syscall.UNSHARE, FILE_SYSTEM_STATE));
        Kernel.check(
                "setns",
                Kernel.call(Syscall.SETNS, process.number(), Integer.toUnsignedLong(kinds)));
    }

    /** A child among the processes, the files and the network of another one. */
    public static Launch.Setting of(Descriptor process) {
        return () -> enter(process, ALL);
    }

    /** A child in the server's own. */
    public static Launch.Setting unchanged() {
        return () -> leaveFor(0);
    }

    public static void nameHost(String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = Kernel.text(arena, name);
            Kernel.check(
                    "sethostname",
                    Kernel.call(Syscall.SETHOSTNAME, text.address(), text.byteSize() - 1));
        }
    }

    /** A new network has a loopback that is down. */
    public static void bringUpLoopback() throws LinuxException {
        int internet = 2;
        int datagram = 2 | Open.CLOSE_ON_EXEC;
        int setInterfaceFlags = 0x8914;
        int flagsOffset = 16;
        short upAndRunning = 0x41;
        try (Arena arena = Arena.ofConfined();
                var socket =
                        new Descriptor(
                                Kernel.check(
                                        "socket",
                                        Kernel.call(Syscall.SOCKET, internet, datagram, 0)))) {
            MemorySegment request = arena.allocate(40, 8);
            request.setString(0, "lo");
            request.set(ValueLayout.JAVA_SHORT, flagsOffset, upAndRunning);
            Kernel.check(
                    "loopback",
                    Kernel.call(
                            Syscall.IOCTL, socket.number(), setInterfaceFlags, request.address()));
        }
    }
}
