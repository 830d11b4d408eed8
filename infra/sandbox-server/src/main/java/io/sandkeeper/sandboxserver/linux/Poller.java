package io.sandkeeper.sandboxserver.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits for all pipes, terminals, watches and children with one thread. A blocking read of a pipe
 * would hold a carrier thread for as long as a command is silent, and there are a few hundred of
 * those at most.
 */
final class Poller {
    static final int IN = 0x1;
    static final int OUT = 0x4;

    private static final int ONE_SHOT = 1 << 30;
    private static final int CONTROL_ADD = 1;
    private static final int CONTROL_DELETE = 2;
    private static final int CONTROL_MODIFY = 3;
    private static final int BATCH = 64;
    private static final int DATA = Syscall.Architecture.HERE.epollDataOffset;
    private static final int EVENT_SIZE = DATA + 8;

    private static final Poller SHARED = new Poller();

    private final int epoll = (int) Kernel.call(Syscall.EPOLL_CREATE1, Open.CLOSE_ON_EXEC);
    private final Map<Integer, Runnable> actions = new ConcurrentHashMap<>();

    private Poller() {
        Thread.ofPlatform().daemon().name("descriptor-poller").start(this::poll);
    }

    static Poller shared() {
        return SHARED;
    }

    /** Runs the action once when the descriptor is ready or has an error; at most one at a time. */
    void once(int descriptor, int events, Runnable action) throws LinuxException {
        actions.put(descriptor, action);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_SIZE);
            event.set(ValueLayout.JAVA_INT, 0, events | ONE_SHOT);
            event.set(ValueLayout.JAVA_INT_UNALIGNED, DATA, descriptor);
            long result = control(CONTROL_MODIFY, descriptor, event.address());
            if (result == -Errno.NO_ENTRY) {
                result = control(CONTROL_ADD, descriptor, event.address());
            }
            if (result < 0) {
                actions.remove(descriptor);
                Kernel.check("epoll_ctl", result);
            }
        }
    }

    /** Forgets a descriptor that is about to be closed; runs what waited for it. */
    void forget(int descriptor) {
        control(CONTROL_DELETE, descriptor, 0);
        Runnable action = actions.remove(descriptor);
        if (action != null) {
            action.run();
        }
    }

    private long control(int operation, int descriptor, long event) {
        return Kernel.call(Syscall.EPOLL_CTL, epoll, operation, descriptor, event);
    }

    private void poll() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) EVENT_SIZE * BATCH, 8);
            while (true) {
                long count =
                        Kernel.call(Syscall.EPOLL_PWAIT, epoll, events.address(), BATCH, -1, 0, 8);
                for (int i = 0; i < count; i++) {
                    long data = (long) i * EVENT_SIZE + DATA;
                    Runnable action =
                            actions.remove(events.get(ValueLayout.JAVA_INT_UNALIGNED, data));
                    if (action != null) {
                        action.run();
                    }
                }
            }
        }
    }
}
